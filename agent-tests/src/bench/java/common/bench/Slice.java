package bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Runs all threads for a time. Each thread completes its last call. */
final class Slice {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Workload workload;
  private final long duration;
  private final CyclicBarrier together;
  private volatile long start;
  private long operations;
  private long nanos;
  private long allocated;

  private Slice(Workload workload, long duration, int threads) {
    this.workload = workload;
    this.duration = duration;
    this.together = new CyclicBarrier(threads, () -> start = System.nanoTime());
  }

  /**
   * Runs one slice.
   *
   * @param duration in nanoseconds
   * @param pickers one for each thread
   * @param latencies receives the durations of the calls
   * @throws ExecutionException when a call failed or a reply was wrong
   */
  static Slice run(
      Workload workload,
      long duration,
      ExecutorService threads,
      List<KeyPicker> pickers,
      Latencies latencies)
      throws InterruptedException, ExecutionException {
    Slice slice = new Slice(workload, duration, pickers.size());
    List<Callable<Share>> callers = new ArrayList<>();
    for (KeyPicker picker : pickers) {
      callers.add(() -> slice.share(picker));
    }
    for (Future<Share> future : threads.invokeAll(callers)) {
      slice.add(future.get(), latencies);
    }
    return slice;
  }

  private Share share(KeyPicker picker) throws Exception {
    Share share = new Share();
    together.await();
    long thread = Thread.currentThread().getId();
    long allocatedBefore = THREADS.getThreadAllocatedBytes(thread);
    long deadline = start + duration;
    long before = System.nanoTime();
    do {
      workload.call(picker);
      long after = System.nanoTime();
      share.latencies.add(after - before);
      share.calls++;
      before = after;
    } while (before - deadline < 0);
    share.end = before;
    share.allocated = THREADS.getThreadAllocatedBytes(thread) - allocatedBefore;
    return share;
  }

  private void add(Share share, Latencies latencies) {
    operations += share.calls * workload.operations();
    nanos = Math.max(nanos, share.end - start);
    allocated += share.allocated;
    latencies.add(share.latencies);
  }

  /** The operations, nanoseconds and allocated bytes of the calling threads. */
  @Override
  public String toString() {
    return operations + " " + nanos + " " + allocated;
  }

  /** The result of one thread. */
  private static final class Share {
    final Latencies latencies = new Latencies();
    long calls;
    long end;
    long allocated;
  }
}
