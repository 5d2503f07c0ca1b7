// since 2.9
package scenarios;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Repeats a step of work until no connection fails in it, as a careful service does, and measures each attempt. */
final class Attempts {
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(40);
  private static final long PAUSE_MILLIS = 20;

  private final Transcript out;
  private int failed;
  private long longestNanos;

  Attempts(Transcript out) {
    this.out = out;
  }

  /** Adds a line with the step's result. Only a step whose repetition has the same result fits. */
  void line(String what, Callable<?> step) throws Exception {
    long end = System.nanoTime() + LONGEST_WAIT_NANOS;
    while (true) {
      long start = System.nanoTime();
      try {
        out.line(what, step.call());
        return;
      } catch (JedisConnectionException e) {
        failed++;
        e.printStackTrace();
        if (System.nanoTime() > end) {
          throw e;
        }
      } catch (Exception e) {
        out.line(what, e);
        return;
      } finally {
        longestNanos = Math.max(longestNanos, System.nanoTime() - start);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  int failed() {
    return failed;
  }

  long longestMillis() {
    return TimeUnit.NANOSECONDS.toMillis(longestNanos);
  }
}
