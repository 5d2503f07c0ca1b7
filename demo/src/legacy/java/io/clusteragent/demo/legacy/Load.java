package io.clusteragent.demo.legacy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Takes orders with eight threads, and packs them with two. Prints one {@code tick} line a second with the figures of that
 * second, and a {@code summary} after the comparison with the server.
 */
final class Load {
  private static final int TAKERS = 8;
  private static final int PACKERS = 2;

  private final Shop shop;
  private final LoadStatistics statistics = new LoadStatistics();
  private final CountDownLatch end = new CountDownLatch(1);

  Load(Shop shop) {
    this.shop = shop;
  }

  /** Ends the load early; may be called from any thread. */
  void stop() {
    end.countDown();
  }

  /** Whether no operation failed, was lost or was executed twice. */
  boolean run(int seconds) throws InterruptedException {
    PackingLine packing = new PackingLine(shop.queue, statistics);
    List<OrderTaker> takers = new ArrayList<OrderTaker>();
    List<Thread> taking = new ArrayList<Thread>();
    for (int i = 0; i < TAKERS; i++) {
      OrderTaker taker = new OrderTaker("taker" + i, shop, statistics, packing, end);
      takers.add(taker);
      taking.add(start(taker, "taker" + i));
    }
    List<Thread> packers = new ArrayList<Thread>();
    for (int i = 0; i < PACKERS; i++) {
      packers.add(start(packing::pack, "packer" + i));
    }
    Thread ticker = start(this::tick, "ticker");

    end.await(seconds, TimeUnit.SECONDS);
    stop();
    join(taking);
    packing.close();
    join(packers);
    ticker.interrupt();
    ticker.join();
    for (OrderTaker taker : takers) {
      taker.verify();
    }
    packing.verify();
    System.out.println("summary ops=" + statistics.operations
        + " errors=" + statistics.errors
        + " unknown=" + statistics.unknown
        + " lost=" + statistics.lost
        + " duplicated=" + statistics.duplicated);
    return statistics.isClean();
  }

  private static Thread start(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.start();
    return thread;
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void tick() {
    long operations = 0;
    long errors = 0;
    long unknown = 0;
    while (true) {
      try {
        Thread.sleep(1_000);
      } catch (InterruptedException ended) {
        return;
      }
      long[] latency = statistics.latencies.takeP99AndMax();
      long operationsNow = statistics.operations.get();
      long errorsNow = statistics.errors.get();
      long unknownNow = statistics.unknown.get();
      System.out.println("tick ops=" + (operationsNow - operations)
          + " errors=" + (errorsNow - errors)
          + " unknown=" + (unknownNow - unknown)
          + " p99us=" + latency[0]
          + " maxus=" + latency[1]);
      operations = operationsNow;
      errors = errorsNow;
      unknown = unknownNow;
    }
  }
}
