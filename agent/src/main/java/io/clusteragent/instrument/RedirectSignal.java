package io.clusteragent.instrument;

/**
 * Leaves the body of a {@code connect()} that is not to connect to its own address. Never seen outside: the handler that is
 * woven around the same body takes it to {@link Gateway#connectFailed}. No {@code IOException}, which Jedis would catch
 * before, and mark its connection as broken.
 */
final class RedirectSignal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param cause what keeps the agent from connecting elsewhere, or {@code null}
   */
  RedirectSignal(Throwable cause) {
    super("the agent connects elsewhere", cause, false, false);
  }
}
