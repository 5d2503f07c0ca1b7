package scenarios;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;

final class TransactionsScenario {
  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    for (int i = 0; i < 10; i++) {
      Transaction transaction = jedis.multi();
      transaction.set("{tx" + i + "}:a", "1");
      transaction.incr("{tx" + i + "}:a");
      transaction.get("{tx" + i + "}:a");
      transaction.hset("{tx" + i + "}:h", "field", "value");
      transaction.hgetAll("{tx" + i + "}:h");
      out.line("exec " + i, transaction.exec());
    }
    Transaction withResponses = jedis.multi();
    Response<String> value = withResponses.get("{tx1}:a");
    Response<Long> counter = withResponses.incr("{tx1}:a");
    out.attempt("a response before exec", value::get);
    withResponses.exec();
    out.line("response", value.get());
    out.line("response", counter.get());

    out.line("an empty transaction", jedis.multi().exec());

    Transaction discarded = jedis.multi();
    discarded.set("{tx1}:a", "lost");
    out.line("discard", discarded.discard());
    out.line("nothing changed", jedis.get("{tx1}:a"));
    out.line("discard of nothing", jedis.multi().discard());

    Transaction failing = jedis.multi();
    failing.set("{tx2}:a", "text");
    Response<Long> failed = failing.incr("{tx2}:a");
    failing.append("{tx2}:a", "s");
    out.attempt("exec with an error inside", failing::exec);
    out.attempt("the failed response", failed::get);
    jedis.disconnect();
    out.line("the rest was done", target.jedis().get("{tx2}:a"));
  }
}
