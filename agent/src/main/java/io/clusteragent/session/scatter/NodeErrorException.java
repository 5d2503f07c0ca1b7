package io.clusteragent.session.scatter;

/**
 * Carries a node's error reply to a command of the agent.
 *
 * <p>The application's command gets the same error.
 */
final class NodeErrorException extends Exception {
  private static final long serialVersionUID = 1L;

  private final byte[] reply;

  NodeErrorException(byte[] reply) {
    super("an error reply", null, false, false);
    this.reply = reply;
  }

  /** The error line or bulk error, with its CRLF, as the application gets it. */
  byte[] reply() {
    return reply;
  }
}
