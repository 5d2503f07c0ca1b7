// since 3.10
package faults;

/** Returns milliseconds since the epoch, as the harness counts them, but never decreasing. */
final class Clock {
  private static final long START_MILLIS = System.currentTimeMillis();
  private static final long START_NANOS = System.nanoTime();

  private Clock() {}

  static long millis() {
    return START_MILLIS + (System.nanoTime() - START_NANOS) / 1_000_000;
  }
}
