// since 3.10
package scenarios;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Transaction;

/** Selects databases in the transactions of some sessions; another session must keep its database. */
final class SelectInTransactionProgram {
  private static final int KEYS = 50;

  static void run(Target target, Transcript out) {
    Jedis staying = target.jedis();
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      String key = "db:" + i;
      staying.set(key, "of the other session");
      Jedis moving = target.jedis();
      Transaction transaction = moving.multi();
      transaction.sendCommand(Protocol.Command.SELECT, "5");
      transaction.set(key, "of this one");
      transaction.exec();
      if (!"of this one".equals(moving.get(key))) {
        wrong.add(key + " behind EXEC");
      }
      if (!"of the other session".equals(staying.get(key))) {
        wrong.add(key);
      }
      moving.close();
    }
    Jedis selecting = target.jedis();
    selecting.select(5);
    out.line("in the wrong database", wrong);
    out.line("keys seen by the one", staying.dbSize());
    out.line("keys seen by the other", selecting.dbSize());
  }
}
