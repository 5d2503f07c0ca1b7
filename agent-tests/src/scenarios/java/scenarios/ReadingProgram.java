package scenarios;

import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Transaction;

/** Sends reads, writes, a pipeline and a transaction. The data are on the replicas before the program reads. */
final class ReadingProgram {
  static void run(Target target, Transcript out) throws Exception {
    Jedis jedis = target.jedis();
    for (int i = 0; i < 100; i++) {
      jedis.set("read:" + i, "value " + i);
    }
    target.ask("await the replicas");
    int right = 0;
    for (int round = 0; round < 10; round++) {
      for (int i = 0; i < 100; i++) {
        right += ("value " + i).equals(jedis.get("read:" + i)) ? 1 : 0;
      }
    }
    out.line("right values", right);
    Pipeline pipeline = jedis.pipelined();
    for (int i = 0; i < 100; i++) {
      pipeline.get("read:" + i);
    }
    List<Object> replies = pipeline.syncAndReturnAll();
    out.line("pipelined, the last", replies.get(99));
    target.ask("count the reads");
    Transaction transaction = jedis.multi();
    transaction.get("read:7");
    out.line("in a transaction", transaction.exec());
  }
}
