// since 2.9
package scenarios;

import java.util.Arrays;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Transaction;

/** Increments two counters in one transaction: both or none. */
final class TransactionLoop extends WorkLoop {
  private final String one;
  private final String other;
  private long count;

  TransactionLoop(Target target, String tag) {
    super(target);
    one = tag + "one";
    other = tag + "other";
  }

  @Override
  void step(Jedis jedis) {
    Transaction transaction = jedis.multi();
    transaction.incr(one);
    transaction.incr(other);
    List<Object> replies = transaction.exec();
    check(
        Arrays.<Object>asList(count + 1, count + 1).equals(replies),
        "EXEC answered " + replies + " after " + count);
    count++;
  }

  @Override
  void readBack(Jedis jedis) {
    long found = number(jedis.get(one));
    long second = number(jedis.get(other));
    check(found == second, "half a transaction: " + found + " and " + second);
    check(found == count || found == count + 1, found + " transactions of " + count);
    count = found;
  }

  @Override
  String fault(Jedis jedis) {
    List<Long> found = Arrays.asList(number(jedis.get(one)), number(jedis.get(other)));
    return found.equals(Arrays.asList(count, count))
        ? null
        : found + " after " + count + " transactions";
  }
}
