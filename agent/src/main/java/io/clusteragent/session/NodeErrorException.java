package io.clusteragent.session;

/** What one node was asked for another command's sake ended in an error, which is that command's own now. */
final class NodeErrorException extends Exception {
  private static final long serialVersionUID = 1L;

  private final byte[] reply;

  NodeErrorException(byte[] reply) {
    super("an error reply", null, false, false);
    this.reply = reply;
  }

  /** The error as it goes to the application. */
  byte[] reply() {
    return reply;
  }
}
