// since 2.9
package scenarios;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;

/** Publishes numbered messages to one channel, and receives each twice: by the channel's name and by a pattern. */
final class PublishedMessages extends WorkLoop {
  private static final String CHANNEL = "published-messages";
  private static final int AT_THE_END = 50;

  private final boolean complete;
  private final ConcurrentMap<Long, Integer> byName = new ConcurrentHashMap<>();
  private final ConcurrentMap<Long, Integer> byPattern = new ConcurrentHashMap<>();
  private final CountDownLatch subscribed = new CountDownLatch(2);
  private volatile Throwable subscriberFailure;
  private volatile long number;

  /**
   * @param complete whether every message must arrive; otherwise some may be lost, but none that is published after the harness
   *     has finished
   */
  PublishedMessages(Target target, boolean complete) throws InterruptedException {
    super(target);
    this.complete = complete;
    Thread thread = new Thread(() -> read(target), "subscriber");
    thread.setDaemon(true);
    thread.start();
    check(
        subscribed.await(20, TimeUnit.SECONDS),
        "no confirmation of the subscriptions; " + subscriberFailure);
  }

  private void read(Target target) {
    try {
      target.jedis().subscribe(new Reader(), CHANNEL);
      subscriberFailure = new IllegalStateException("the subscription ended");
    } catch (Throwable e) {
      e.printStackTrace();
      subscriberFailure = e;
    }
  }

  private final class Reader extends JedisPubSub {
    @Override
    public void onSubscribe(String channel, int subscriptions) {
      subscribed.countDown();
      psubscribe("published*");
    }

    @Override
    public void onPSubscribe(String pattern, int subscriptions) {
      subscribed.countDown();
    }

    @Override
    public void onMessage(String channel, String message) {
      byName.merge(Long.valueOf(message), 1, Integer::sum);
    }

    @Override
    public void onPMessage(String pattern, String channel, String message) {
      byPattern.merge(Long.valueOf(message), 1, Integer::sum);
    }
  }

  @Override
  void step(Jedis jedis) throws InterruptedException {
    jedis.publish(CHANNEL, String.valueOf(++number));
    Thread.sleep(1); // the server disconnects a subscriber that is too slow
  }

  /** A message with an unknown outcome is not published again. */
  @Override
  void readBack(Jedis jedis) {}

  @Override
  String fault(Jedis jedis) throws InterruptedException {
    for (long first = number + 1; !has(first, number); ) {
      step(jedis);
      check(number - first < 20_000, "nothing arrives any more; " + subscriberFailure);
    }
    long first = complete ? 1 : number + 1;
    for (int i = 0; i < AT_THE_END; i++) {
      step(jedis);
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    for (long each = first; each <= number; each++) {
      while (!has(each, each)) {
        if (System.nanoTime() > end) {
          return "message " + each + " of " + number + " did not arrive; " + subscriberFailure;
        }
        Thread.sleep(1);
      }
    }
    boolean twice = byName.values().stream().anyMatch(n -> n != 1)
        || byPattern.values().stream().anyMatch(n -> n != 1);
    return twice ? "a message came twice" : null;
  }

  /** Whether one of these messages was received both by name and by pattern. */
  private boolean has(long from, long to) {
    for (long each = from; each <= to; each++) {
      if (byName.containsKey(each) && byPattern.containsKey(each)) {
        return true;
      }
    }
    return false;
  }
}
