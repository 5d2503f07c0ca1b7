// since 3.10
package faults;

import java.util.Arrays;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.Transaction;

/** A list and a counter that grow together: by a transaction, or by a script. */
final class Atomics {
  static final String SCRIPT =
      "redis.call('RPUSH', KEYS[1], ARGV[1]) return redis.call('INCR', KEYS[2])";

  private Atomics() {}

  /** MULTI, RPUSH, INCR, EXEC. */
  static Step transaction(JedisPool pool, Ledger ledger, Place place) {
    Account list = ledger.open("list", place, "transaction-list");
    Account counter = ledger.open("counter", place, "transaction-counter");
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
  static Step script(Client client, String sha1, Ledger ledger, Place place) {
    Account list = ledger.open("list", place, "script-list");
    Account counter = ledger.open("counter", place, "script-counter");
    return new Write(
        number ->
            client.evalsha(sha1, Arrays.asList(list.key, counter.key), Integer.toString(number)),
        list,
        counter);
  }
}
