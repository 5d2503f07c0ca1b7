// since 3.10
package scenarios;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Transaction;

/** One session selects a database in its transactions, another one stays where it is. */
final class SelectInTransactionProgram {
  private static final int KEYS = 50;

  static void run(Target target, Transcript out) {
    Jedis moving = target.jedis();
    Jedis staying = target.jedis();
    for (int i = 0; i < KEYS; i++) {
      staying.set("db:" + i, "of the other session");
      moving.select(0);
      Transaction transaction = moving.multi();
      transaction.sendCommand(Protocol.Command.SELECT, "5");
      transaction.set("db:" + i, "of this one");
      transaction.exec();
      if (!"of this one".equals(moving.get("db:" + i))) {
        out.line("behind EXEC", moving.get("db:" + i));
      }
    }
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      if (!"of the other session".equals(staying.get("db:" + i))) {
        wrong.add("db:" + i);
      }
      staying.set("db:" + i, "again");
      if (!"of this one".equals(moving.get("db:" + i))) {
        wrong.add("db:" + i + " in database 5");
      }
    }
    out.line("in the wrong database", wrong);
    out.line("keys seen by the one", staying.dbSize());
    out.line("keys seen by the other", moving.dbSize());
  }
}
