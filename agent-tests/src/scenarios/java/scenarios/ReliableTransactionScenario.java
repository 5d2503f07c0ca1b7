// since 5.0
package scenarios;

import redis.clients.jedis.Connection;
import redis.clients.jedis.ReliableTransaction;

/** Uses the transaction class that reads each QUEUED at once. */
final class ReliableTransactionScenario {
  static void run(Target target, Transcript out) {
    for (int i = 0; i < 5; i++) {
      Connection connection = new Connection(Clients.address(target), Clients.config(target));
      ReliableTransaction transaction = new ReliableTransaction(connection);
      transaction.set("{reliable" + i + "}a", "1");
      transaction.incr("{reliable" + i + "}a");
      transaction.get("{reliable" + i + "}a");
      out.line("exec", transaction.exec());
      ReliableTransaction failing = new ReliableTransaction(connection, false);
      failing.watch("{reliable" + i + "}a");
      failing.multi();
      failing.lpush("{reliable" + i + "}a", "x");
      failing.append("{reliable" + i + "}a", "x");
      out.attempt("exec with an error inside", failing::exec);
      ReliableTransaction refused = new ReliableTransaction(connection);
      out.attempt("queue without an argument", () -> refused.del(new String[0]));
      out.attempt("exec", refused::exec);
      connection.close();
    }
  }
}
