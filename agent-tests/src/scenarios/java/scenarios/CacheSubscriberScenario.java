// since 7.0, plain only
package scenarios;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;

/** Subscribes on a connection with a cache, and then reads again. In 5.2 Jedis's CacheConnection loses the messages. */
final class CacheSubscriberScenario {
  static void run(Target target, Transcript out) {
    try (CachingPool pool = new CachingPool(target)) {
      subscribe(pool, target, out);
    }
  }

  private static void subscribe(CachingPool pool, Target target, Transcript out) {
    for (int i = 0; i < 3; i++) {
      pool.set("pubsub", "v" + i);
      out.line("before", pool.get("pubsub"));
      List<String> messages = Collections.synchronizedList(new ArrayList<>());
      pool.subscribe(
          new JedisPubSub() {
            @Override
            public void onSubscribe(String channel, int count) {
              Thread publisher = new Thread(() -> publish(target));
              publisher.setDaemon(true);
              publisher.start();
            }

            @Override
            public void onMessage(String channel, String message) {
              messages.add(message);
              if (messages.size() == 2) {
                unsubscribe(channel);
              }
            }
          },
          "csc");
      out.line("messages", messages);
      out.line("after", pool.get("pubsub"));
    }
  }

  private static void publish(Target target) {
    try (Jedis jedis = target.jedis()) {
      jedis.publish("csc", "first");
      jedis.publish("csc", "second");
    }
  }
}
