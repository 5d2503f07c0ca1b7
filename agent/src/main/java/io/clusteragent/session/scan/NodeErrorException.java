package io.clusteragent.session.scan;

/** What one node was asked for another command's sake ended in an error, which is that command's own now. */
public final class NodeErrorException extends Exception {
  private static final long serialVersionUID = 1L;

  private final byte[] reply;

  public NodeErrorException(byte[] reply) {
    super("an error reply", null, false, false);
    this.reply = reply;
  }

  /** The error as it goes to the application. */
  public byte[] reply() {
    return reply;
  }
}
