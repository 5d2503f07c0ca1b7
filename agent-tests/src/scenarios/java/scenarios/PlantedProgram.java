// since 2.9
package scenarios;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Transaction;

/** Does work of all kinds. A comment after each line that a cluster would refuse or change names the expected finding. */
final class PlantedProgram {
  private static final String WITHOUT_KEYS = "return redis.call('GET', 'user:1')";
  private static final String ITS_DIGEST = "4c6d0a7f7b0c5e5ef1e9350fbd8aa50e43ff8d06";

  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    harmless(jedis);
    planted(jedis);
    out.line("value", jedis.get("user:1"));
    jedis.close();
  }

  private static void harmless(Jedis jedis) {
    for (int i = 0; i < 300; i++) {
      jedis.set("user:" + i, "secret-value-" + i);
      jedis.get("user:" + i);
    }
    jedis.mget("{user:1}:name", "{user:1}:mail");
    jedis.select(0);
    jedis.ping();
    Pipeline pipeline = jedis.pipelined();
    for (int i = 0; i < 100; i++) {
      pipeline.incr("visits:" + i);
    }
    pipeline.sync();
    Transaction transaction = jedis.multi();
    transaction.set("{cart:7}:a", "1");
    transaction.incr("{cart:7}:b");
    transaction.exec();
    jedis.eval("return redis.call('GET', KEYS[1])", 1, "user:1");
    jedis.set("big", new String(new char[200_000]));
  }

  private static void planted(Jedis jedis) {
    jedis.sunionstore("user:42:all", "user:42:red", "user:42:blue"); // SEVERAL_SLOTS SUNIONSTORE
    jedis.rename("user:1", "user:2"); // SEVERAL_SLOTS RENAME
    jedis.mget("user:2", "user:3", "user:4"); // SPLIT MGET
    jedis.keys("visits:*"); // ALL_MASTERS KEYS
    jedis.eval(WITHOUT_KEYS, 0); // SCRIPT_WITHOUT_KEYS EVAL
    jedis.evalsha(ITS_DIGEST, 0); // SCRIPT_WITHOUT_KEYS EVALSHA
    jedis.move("user:5", 3); // OTHER_DATABASE MOVE
    jedis.watch("stock:1", "stock:2"); // WATCH_OVER_SLOTS WATCH
    jedis.unwatch();
    transfer(jedis);
    jedis.select(3); // OTHER_DATABASE SELECT
    jedis.select(0);
    jedis.set("user:1", "at the end");
  }

  private static void transfer(Jedis jedis) {
    Transaction transaction = jedis.multi();
    transaction.decrBy("account:1", 5);
    transaction.incrBy("account:2", 5);
    transaction.exec(); // TRANSACTION_OVER_SLOTS INCRBY
  }
}
