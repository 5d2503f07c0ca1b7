package io.clusteragent.demo.legacy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.JedisPubSub;

/** Uses each feature once, prints a line for each, and stops at the first that fails. */
final class SelfCheck {
  private static final int WAIT_SECONDS = 5;

  private final Shop shop;
  private final ExecutorService background;

  SelfCheck(Shop shop) {
    this.shop = shop;
    this.background = Executors.newCachedThreadPool(task -> {
      Thread thread = new Thread(task, "self-check");
      thread.setDaemon(true);
      return thread;
    });
  }

  private interface Check {
    /** Runs the check, and returns a description of the result. */
    String run() throws Exception;
  }

  /** Whether all checks passed. */
  boolean run() {
    return check("hashes: 100 orders saved and found", this::hashes)
        && check("sorted set: ranking", this::sortedSet)
        && check("pipeline: 100 counters, twice", this::pipeline)
        && check("transaction: balance and ledger", this::transaction)
        && check("watch: optimistic locking", this::watch)
        && check("script: stock reserved", this::script)
        && check("blocking queue: worker fed", this::blockingQueue)
        && check("pub/sub: news received", this::pubSub);
  }

  private static boolean check(String name, Check check) {
    try {
      System.out.println("ok    " + name + " (" + check.run() + ")");
      return true;
    } catch (Exception e) {
      System.out.println("FAIL  " + name + ": " + e);
      return false;
    }
  }

  private String hashes() {
    for (int i = 0; i < 100; i++) {
      shop.orders.save("o" + i, "customer " + i, 100L * i);
    }
    for (int i = 0; i < 100; i++) {
      expect("customer " + i, shop.orders.find("o" + i).get("customer"));
    }
    return "the last has fields " + new TreeSet<String>(shop.orders.find("o99").keySet());
  }

  private String sortedSet() {
    for (int i = 0; i < 50; i++) {
      shop.orders.rank("o" + i, 7 * i % 50);
    }
    List<String> top = new ArrayList<String>(shop.orders.top(3));
    expect(Arrays.asList("o7", "o14", "o21"), top);
    return "top " + top;
  }

  private String pipeline() {
    List<String> names = new ArrayList<String>();
    for (int i = 0; i < 100; i++) {
      names.add("page" + i);
    }
    for (long round = 1; round <= 2; round++) {
      for (Long value : shop.statistics.count(names)) {
        expect(round, value);
      }
    }
    expect(2L, shop.statistics.value("page99"));
    return "200 replies in order";
  }

  private String transaction() {
    for (int i = 1; i <= 10; i++) {
      for (String customer : Arrays.asList("ada", "bob", "eve")) {
        expect((long) i, shop.accounts.pay(customer, 5, "payment " + i));
      }
    }
    expect(50L, shop.accounts.balance("eve"));
    return shop.accounts.ledger("eve").size() + " entries, balance " + shop.accounts.balance("eve");
  }

  private String watch() {
    expect(true, shop.accounts.withdraw("ada", 20, "rent"));
    expect(false, shop.accounts.withdraw("ada", 31, "yacht"));
    expect(30L, shop.accounts.balance("ada"));
    return "balance " + shop.accounts.balance("ada");
  }

  private String script() {
    for (String article : Arrays.asList("lamp", "chair", "table", "shelf")) {
      shop.stock.fill(article, 5);
      expect(3L, shop.stock.reserve(article, 3));
      expect(-1L, shop.stock.reserve(article, 3));
      expect(2L, shop.stock.left(article));
    }
    return "5 - 3 = " + shop.stock.left("shelf");
  }

  private String blockingQueue() throws Exception {
    Future<List<String>> packed = background.submit(() -> {
      List<String> taken = new ArrayList<String>();
      while (taken.size() < 20) {
        String order = shop.queue.take(WAIT_SECONDS);
        if (order == null) {
          break;
        }
        taken.add(order);
      }
      return taken;
    });
    List<String> put = new ArrayList<String>();
    for (int i = 0; i < 20; i++) {
      put.add("o" + i);
      shop.queue.put("o" + i);
    }
    expect(put, packed.get(2 * WAIT_SECONDS, TimeUnit.SECONDS));
    return "20 orders packed";
  }

  private String pubSub() throws Exception {
    BlockingQueue<String> received = new ArrayBlockingQueue<String>(10);
    CountDownLatch subscribed = new CountDownLatch(1);
    JedisPubSub listener = new JedisPubSub() {
      @Override
      public void onSubscribe(String channel, int count) {
        subscribed.countDown();
      }

      @Override
      public void onMessage(String channel, String message) {
        received.add(message);
      }
    };
    Future<?> listening = background.submit(() -> shop.events.listen(listener));
    while (!subscribed.await(50, TimeUnit.MILLISECONDS)) {
      if (listening.isDone()) {
        listening.get(); // throws the exception of the subscription
      }
    }
    shop.events.publish("order o1 shipped");
    expect("order o1 shipped", received.poll(WAIT_SECONDS, TimeUnit.SECONDS));
    listener.unsubscribe();
    listening.get(WAIT_SECONDS, TimeUnit.SECONDS);
    return "and unsubscribed";
  }

  private static void expect(Object expected, Object actual) {
    if (!expected.equals(actual)) {
      throw new IllegalStateException("expected " + expected + " but found " + actual);
    }
  }
}
