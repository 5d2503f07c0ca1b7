// since 5.2, until 8.0
package scenarios;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisShardedPubSub;
import redis.clients.jedis.Protocol;

/** Subscribes to sharded channels of all nodes on one connection, while slots move and nodes restart. */
final class FollowingChannelsProgram {
  private static final String[] CHANNELS = new String[12];

  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final List<Integer> counts = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch subscribed = new CountDownLatch(CHANNELS.length);
  private final JedisShardedPubSub events = new JedisShardedPubSub() {
    @Override
    public void onSSubscribe(String channel, int subscriptions) {
      counts.add(subscriptions);
      subscribed.countDown();
    }

    @Override
    public void onSUnsubscribe(String channel, int subscriptions) {
      counts.add(subscriptions);
    }

    @Override
    public void onSMessage(String channel, String message) {
      seen.add(channel + " " + message);
    }
  };

  static void run(Target target, Transcript out) throws Exception {
    for (int i = 0; i < CHANNELS.length; i++) {
      CHANNELS[i] = "sharded:" + i;
    }
    new FollowingChannelsProgram().follow(target, out);
  }

  private void follow(Target target, Transcript out) throws Exception {
    Connection connection = new Connection(
        Clients.address(target),
        DefaultJedisClientConfig.builder().timeoutMillis(20_000).build());
    Thread reading = new Thread(() -> events.proceed(connection, CHANNELS));
    reading.setDaemon(true);
    reading.start();
    out.line("subscribed", subscribed.await(20, TimeUnit.SECONDS));
    Jedis publisher = target.jedis();
    out.line("at first", heard(publisher, "first"));
    target.ask("move");
    out.line("after the move", heard(publisher, "second"));
    target.ask("restart all nodes");
    out.line("after the restart of all nodes", heard(target.jedis(), "third"));
    events.sunsubscribe();
    reading.join(20_000);
    out.line("ended", !reading.isAlive());
    out.line("counts", counts);
  }

  /** Publishes each message until it is received, because messages may be lost while a channel's slot moves. */
  private int heard(Jedis publisher, String message) throws InterruptedException {
    Set<String> missing = new TreeSet<>(Arrays.asList(CHANNELS));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!missing.isEmpty() && System.nanoTime() < end) {
      for (String channel : missing) {
        publisher.sendCommand(Protocol.Command.SPUBLISH, channel, message);
      }
      Thread.sleep(10);
      missing.removeIf(channel -> seen.contains(channel + " " + message));
    }
    return CHANNELS.length - missing.size();
  }
}
