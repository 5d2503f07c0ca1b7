package io.clusteragent.session.pubsub;

import io.clusteragent.session.state.Session;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/** The application's socket timeout for one read. */
final class ReadTimeout {
  private final long start = System.nanoTime();
  private final int millis;

  ReadTimeout(Session session) {
    this.millis = session.timeout();
  }

  /**
   * The time left.
   *
   * @param longest the longest result, in milliseconds; also the result of a session without a timeout
   * @throws SocketTimeoutException when no time is left
   */
  long leftMillis(long longest) throws SocketTimeoutException {
    if (millis == 0) {
      return longest;
    }
    long left = millis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    if (left <= 0) {
      throw new SocketTimeoutException("Read timed out");
    }
    return Math.min(left, longest);
  }
}
