// since 3.6
package scenarios;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Transaction;

/** Does each kind of work on all nodes, through a pool that knows one of them. */
final class TlsNamesProgram {
  private static final int KEYS = 60;

  static void run(Target target, Transcript out) throws Exception {
    try (JedisPool pool = target.pool();
        Jedis jedis = pool.getResource()) {
      out.attempt("single commands", () -> single(jedis));
      out.attempt("pipeline", () -> pipeline(jedis));
      out.attempt("MULTI", () -> transactions(jedis));
      out.attempt("EVALSHA", () -> scripts(jedis));
      out.attempt("MGET", () -> new HashSet<>(jedis.mget(keys())).size());
      out.attempt("SCAN", () -> scan(jedis));
      out.attempt("pub/sub", () -> published(target, jedis));
    }
  }

  private static String[] keys() {
    String[] keys = new String[KEYS];
    for (int i = 0; i < KEYS; i++) {
      keys[i] = "key:" + i;
    }
    return keys;
  }

  private static int single(Jedis jedis) {
    int right = 0;
    for (String key : keys()) {
      jedis.set(key, "of " + key);
      right += ("of " + key).equals(jedis.get(key)) ? 1 : 0;
    }
    return right;
  }

  private static int pipeline(Jedis jedis) {
    Pipeline pipeline = jedis.pipelined();
    for (String key : keys()) {
      pipeline.get(key);
    }
    return new HashSet<>(pipeline.syncAndReturnAll()).size();
  }

  private static int transactions(Jedis jedis) {
    int right = 0;
    for (String key : keys()) {
      Transaction transaction = jedis.multi();
      transaction.append(key, "!");
      transaction.get(key);
      List<Object> replies = transaction.exec();
      right += ("of " + key + "!").equals(replies.get(1)) ? 1 : 0;
    }
    return right;
  }

  private static int scripts(Jedis jedis) {
    String digest = jedis.scriptLoad("return redis.call('strlen', KEYS[1])");
    int right = 0;
    for (String key : keys()) {
      right += ((Long) jedis.evalsha(digest, 1, key)).intValue() == key.length() + 4 ? 1 : 0;
    }
    return right;
  }

  private static int scan(Jedis jedis) {
    Set<String> found = new HashSet<>();
    String cursor = "0";
    do {
      // Not in a variable, as its type moved to another package in 4.0.
      cursor = Stream.of(jedis.scan(cursor))
          .map(page -> {
            found.addAll(page.getResult());
            return page.getCursor();
          })
          .findFirst()
          .get();
    } while (!cursor.equals("0"));
    return found.size();
  }

  private static String published(Target target, Jedis publisher) throws InterruptedException {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    JedisPubSub listener = new JedisPubSub() {
      @Override
      public void onSubscribe(String channel, int count) {
        seen.add("subscribed");
      }

      @Override
      public void onMessage(String channel, String message) {
        seen.add(message);
        unsubscribe();
      }
    };
    Thread reading = new Thread(
        () -> {
          try (Jedis subscriber = target.jedis()) {
            subscriber.subscribe(listener, "news");
          }
        },
        "subscriber");
    reading.setDaemon(true);
    reading.start();
    String first = seen.poll(10, TimeUnit.SECONDS);
    publisher.publish("news", "hello");
    return first + ", " + seen.poll(10, TimeUnit.SECONDS);
  }
}
