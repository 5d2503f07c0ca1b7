package io.clusteragent.instrument;

/**
 * Ends the body of a {@code connect()} that must not connect to its own address.
 *
 * <p>It never leaves {@code connect()}: the handler woven around the same body passes it to {@link Gateway#connectFailed}. It is
 * not an {@code IOException}, which Jedis would catch first, and mark its connection as broken.
 */
final class RedirectSignal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param cause what keeps the agent from connecting to another node, or {@code null}
   */
  RedirectSignal(Throwable cause) {
    super("the agent connects elsewhere", cause, false, false);
  }
}
