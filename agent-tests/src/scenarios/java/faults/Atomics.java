// since 3.10
package faults;

import java.util.Arrays;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.Transaction;

/** Creates the steps that write a list and a counter atomically: by a transaction, or by a script. */
final class Atomics {
  static final String SCRIPT =
      "redis.call('RPUSH', KEYS[1], ARGV[1]) return redis.call('INCR', KEYS[2])";

  private Atomics() {}

  /** MULTI, RPUSH, INCR, EXEC. */
  static Step transaction(JedisPool pool, RoundLog log, KeyGroup group) {
    WriteHistory list = log.open("list", group, "transaction-list");
    WriteHistory counter = log.open("counter", group, "transaction-counter");
    return new Write(
        number -> {
          try (Jedis jedis = pool.getResource();
              Transaction transaction = jedis.multi()) {
            transaction.rpush(list.key, Integer.toString(number));
            transaction.incr(counter.key);
            check(transaction.exec());
          }
        },
        list,
        counter);
  }

  private static void check(List<Object> replies) {
    for (Object reply : replies) {
      if (!(reply instanceof Long)) {
        throw new IllegalStateException("EXEC answered " + replies);
      }
    }
  }

  /**
   * EVALSHA.
   *
   * @param sha1 of {@link #SCRIPT}
   */
  static Step script(Client client, String sha1, RoundLog log, KeyGroup group) {
    WriteHistory list = log.open("list", group, "script-list");
    WriteHistory counter = log.open("counter", group, "script-counter");
    return new Write(
        number ->
            client.evalsha(sha1, Arrays.asList(list.key, counter.key), Integer.toString(number)),
        list,
        counter);
  }
}
