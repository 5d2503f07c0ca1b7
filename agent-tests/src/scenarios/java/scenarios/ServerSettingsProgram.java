// since 3.6
package scenarios;

import java.util.concurrent.CountDownLatch;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;

/** Sets what holds for the whole server, as Spring Session does at its start, and goes on when masters are replaced. */
final class ServerSettingsProgram {

  static void run(Target target, Transcript out) throws Exception {
    EventCollector events = new EventCollector("__keyevent@0__:set KEY");
    Jedis jedis = target.jedis();
    out.line("CONFIG SET", jedis.configSet("notify-keyspace-events", "KEA"));
    out.line("ACL SETUSER", jedis.aclSetUser("worker", "on", ">secret", "~*", "&*", "+@all"));
    CountDownLatch subscribed = new CountDownLatch(2);
    subscribe(target, subscribed, new JedisPubSub() {
      @Override
      public void onSubscribe(String channel, int subscriptions) {
        subscribed.countDown();
      }

      @Override
      public void onMessage(String channel, String message) {
        events.add(channel + " " + message);
      }
    });
    subscribed.await();

    events.awaitSettled(jedis); // fails unless all events of two rounds come
    target.ask("kill another master");
    events.awaitSettled(jedis);
    out.line("with a new master, the new user wrote", written(target));
    target.ask("bring it back");
    target.ask("fail over the entry");
    events.awaitSettled(jedis);
    out.line("when the entry is a replica, the new user wrote", written(target));
    out.line("when the entry is a replica, subscribers", jedis.pubsubNumSub("news"));
    out.line("when the entry is a replica, channels", jedis.pubsubChannels("n*"));
    jedis.configSet("notify-keyspace-events", "");
    out.line("when the entry is a replica, CONFIG GET", jedis.configGet("notify-keyspace-events"));
  }

  private static void subscribe(Target target, CountDownLatch subscribed, JedisPubSub subscriber) {
    Thread reading =
        new Thread(() -> target.jedis().subscribe(subscriber, "__keyevent@0__:set", "news"));
    reading.setDaemon(true);
    reading.start();
  }

  /** Writes to all masters as a user that this program has made. */
  private static int written(Target target) {
    Jedis worker = target.jedis();
    worker.auth("worker", "secret");
    int written = 0;
    for (int i = 0; i < 60; i++) {
      written += "OK".equals(worker.set("of a worker:" + i, "x")) ? 1 : 0;
    }
    worker.close();
    return written;
  }
}
