// since 2.9
package scenarios;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;

/** Subscribes to keyspace notifications, by pattern and by channel, and to an ordinary channel. */
final class KeyspaceEventsProgram {
  private static final int MESSAGES = 20;

  static void run(Target target, Transcript out) throws Exception {
    EventCollector collector =
        new EventCollector("__keyspace@0__:KEY set", "__keyevent@0__:set KEY");
    ConcurrentMap<String, Integer> news = new ConcurrentHashMap<>();
    JedisPubSub events = new JedisPubSub() {
      @Override
      public void onSubscribe(String channel, int subscriptions) {
        if (channel.equals("news")) {
          psubscribe("__keyspace@0__:*");
        }
      }

      @Override
      public void onMessage(String channel, String message) {
        if (channel.equals("news")) {
          news.merge(message, 1, Integer::sum);
        } else {
          collector.add(channel + " " + message);
        }
      }

      @Override
      public void onPMessage(String pattern, String channel, String message) {
        collector.add(channel + " " + message);
      }
    };
    Thread reading =
        new Thread(() -> target.jedis().subscribe(events, "__keyevent@0__:set", "news"));
    reading.setDaemon(true);
    reading.start();
    Jedis writer = target.jedis();
    rounds(collector, news, writer, out, "before");
    target.ask("fail over another master");
    rounds(collector, news, writer, out, "with a new master");
    target.ask("fail over the entry");
    rounds(collector, news, writer, out, "when the entry is a replica");
    out.line("the subscriber lives", reading.isAlive());
  }

  private static void rounds(
      EventCollector collector,
      ConcurrentMap<String, Integer> news,
      Jedis writer,
      Transcript out,
      String when)
      throws InterruptedException {
    collector.awaitSettled(writer);
    out.line(when + ", events", collector.ofOneRound(writer));
    for (int i = 0; i < MESSAGES; i++) {
      writer.publish("news", when + i);
    }
    for (int look = 0; look < 1000 && !news.containsKey(when + (MESSAGES - 1)); look++) {
      Thread.sleep(5);
    }
    int once = 0;
    for (int i = 0; i < MESSAGES; i++) {
      once += news.getOrDefault(when + i, 0) == 1 ? 1 : 0;
    }
    out.line(when + ", messages that came once", once);
  }
}
