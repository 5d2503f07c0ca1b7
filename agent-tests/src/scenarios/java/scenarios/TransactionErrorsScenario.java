package scenarios;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.Transaction;

/** Causes an error while commands are queued, so that the server refuses the whole transaction. */
final class TransactionErrorsScenario {
  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    Transaction transaction = jedis.multi();
    out.attempt("queue", () -> {
      transaction.set("{txerror}:a", "1");
      return null;
    });
    out.attempt("queue without an argument", () -> {
      transaction.del(new String[0]);
      return null;
    });
    out.attempt("exec", transaction::exec);
    Jedis other = target.jedis();
    out.line("nothing was done", other.get("{txerror}:a"));
    jedis.disconnect();
    other.disconnect();
  }
}
