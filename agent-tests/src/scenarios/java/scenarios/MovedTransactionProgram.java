package scenarios;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.Transaction;

/** Uses a slot that has moved, first in a transaction. */
final class MovedTransactionProgram {
  static void run(Target target, Transcript out) throws Exception {
    Jedis jedis = target.jedis();
    out.line("before", transaction(jedis));
    target.ask("move");
    out.line("after", transaction(jedis));
    out.line("again", transaction(jedis));
  }

  private static Object transaction(Jedis jedis) {
    Transaction transaction = jedis.multi();
    transaction.incr("{movedtx}a");
    transaction.rpush("{movedtx}b", "x");
    return transaction.exec();
  }
}
