// since 3.10
package faults;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Runs one thread of the load, which repeats its steps in turn until it is stopped. */
final class Worker {
  private static final long AFTER_ERROR_MILLIS = 10;
  private static final long LONGEST_STOP_MILLIS = 60_000;

  private final int number;
  private final int shard;
  private final List<Step> steps;
  private final long thinkNanos;
  private final Thread thread;
  private volatile ThreadStatistics statistics;
  private volatile boolean stopped;

  /**
   * @param shard the shard of all its keys, or -1
   */
  Worker(int number, int shard, List<Step> steps, int thinkMicros) {
    this.number = number;
    this.shard = shard;
    this.steps = steps;
    this.thinkNanos = TimeUnit.MICROSECONDS.toNanos(thinkMicros);
    this.thread = new Thread(this::work, "load-" + number);
    measure();
  }

  void start() {
    thread.start();
  }

  /** Discards the statistics so far, but not the write histories. */
  void measure() {
    statistics = new ThreadStatistics(number, shard);
  }

  private void work() {
    for (int i = 0; !stopped; i = (i + 1) % steps.size()) {
      boolean done = steps.get(i).run(statistics);
      LockSupport.parkNanos(done ? thinkNanos : TimeUnit.MILLISECONDS.toNanos(AFTER_ERROR_MILLIS));
    }
  }

  void stop() {
    stopped = true;
    statistics.end();
  }

  /** The thread's statistics; called after {@link #stop}. */
  List<String> lines() throws InterruptedException {
    thread.join(LONGEST_STOP_MILLIS);
    List<String> lines = statistics.lines();
    if (thread.isAlive()) {
      lines.add("hangs " + number + ' ' + thread.getStackTrace()[0]);
    }
    return lines;
  }
}
