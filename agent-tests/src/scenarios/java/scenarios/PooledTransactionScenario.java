// since 5.2, until 8.0
package scenarios;

import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.JedisPooled;

final class PooledTransactionScenario {
  static void run(Target target, Transcript out) {
    JedisPooled client = new JedisPooled(Clients.address(target), Clients.config(target));
    for (int i = 0; i < 5; i++) {
      try (AbstractTransaction transaction = client.multi()) {
        transaction.set("{pooledtx" + i + "}a", "1");
        transaction.incr("{pooledtx" + i + "}a");
        transaction.mget("{pooledtx" + i + "}a", "{pooledtx" + i + "}b");
        out.line("exec", transaction.exec());
      }
      try (AbstractTransaction transaction = client.transaction(false)) {
        transaction.watch("{pooledtx" + i + "}a");
        client.set("{pooledtx" + i + "}a", "changed");
        transaction.multi();
        transaction.set("{pooledtx" + i + "}a", "never");
        out.line("exec disturbed", transaction.exec());
      }
      out.line("the other's value stays", client.get("{pooledtx" + i + "}a"));
      try (AbstractTransaction transaction = client.multi()) {
        transaction.set("{pooledtx" + i + "}a", "lost");
        out.line("discard", transaction.discard());
      }
      try (AbstractTransaction transaction = client.multi()) {
        out.line("empty", transaction.exec());
      }
    }
    try (AbstractTransaction left = client.multi()) {
      left.set("{pooledtx}a", "left open: close discards it");
    }
    out.line("nothing was done", client.get("{pooledtx}a"));
    client.close();
  }
}
