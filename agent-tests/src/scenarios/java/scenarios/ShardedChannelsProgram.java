// since 5.2, until 8.0
package scenarios;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisShardedPubSub;
import redis.clients.jedis.Protocol;

/** Subscribes to sharded channels, one on each plain connection, so that some belong to other nodes than the entry node. */
final class ShardedChannelsProgram {
  private static final int CHANNELS = 12;

  static void run(Target target, Transcript out) throws Exception {
    Jedis publisher = target.jedis();
    for (int i = 0; i < CHANNELS; i++) {
      String name = "sharded:" + i;
      BlockingQueue<String> seen = new LinkedBlockingQueue<>();
      JedisShardedPubSub events = new JedisShardedPubSub() {
        @Override
        public void onSSubscribe(String channel, int subscriptions) {
          seen.add("subscribed");
        }

        @Override
        public void onSMessage(String channel, String message) {
          seen.add(message);
          sunsubscribe(channel);
        }
      };
      Connection connection = new Connection(
          Clients.address(target),
          DefaultJedisClientConfig.builder().timeoutMillis(20_000).build());
      Thread reading = new Thread(() -> events.proceed(connection, name));
      reading.setDaemon(true);
      reading.start();
      out.line(name, seen.poll(10, TimeUnit.SECONDS));
      publisher.sendCommand(Protocol.Command.SPUBLISH, name, "to " + name);
      out.line(name, seen.poll(10, TimeUnit.SECONDS));
      reading.join(10_000);
      out.line(name + " ended", !reading.isAlive());
      connection.close();
    }
  }
}
