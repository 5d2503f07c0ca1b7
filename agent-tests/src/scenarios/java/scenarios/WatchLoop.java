// since 2.9
package scenarios;

import java.util.HashSet;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Transaction;

/** Increments a number under WATCH, in several threads, and retries until no other thread interferes. */
final class WatchLoop extends WorkLoop {
  private final String number;
  private final String journal;
  private final String name;
  private long count;

  WatchLoop(Target target, String tag, String name) {
    super(target);
    this.number = tag + "number";
    this.journal = tag + "journal";
    this.name = name + ":";
  }

  @Override
  void step(Jedis jedis) {
    while (!isAdded(jedis)) {
      // Another thread has changed the number.
    }
    count++;
  }

  private boolean isAdded(Jedis jedis) {
    jedis.watch(number);
    long value = number(jedis.get(number));
    Transaction transaction = jedis.multi();
    transaction.set(number, String.valueOf(value + 1));
    transaction.lpush(journal, name + (count + 1));
    List<Object> replies = transaction.exec();
    // Jedis 2.x returns an empty list for nil.
    return replies != null && !replies.isEmpty();
  }

  @Override
  void readBack(Jedis jedis) {
    if (jedis.lrange(journal, 0, -1).contains(name + (count + 1))) {
      count++;
    }
  }

  @Override
  String fault(Jedis jedis) {
    List<String> entries = jedis.lrange(journal, 0, -1);
    long mine = entries.stream().filter(entry -> entry.startsWith(name)).count();
    if (mine != count) {
      return mine + " of " + count + " additions";
    }
    if (new HashSet<>(entries).size() != entries.size()) {
      return "an addition was made twice";
    }
    long value = number(jedis.get(number));
    return value == entries.size()
        ? null
        : value + " after " + entries.size() + " additions of all";
  }
}
