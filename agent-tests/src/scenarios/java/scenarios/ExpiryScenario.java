package scenarios;

import redis.clients.jedis.Jedis;

final class ExpiryScenario {
  static void run(Target target, Transcript out) throws InterruptedException {
    Jedis jedis = target.jedis();
    out.line("setex", jedis.setex("expiry:1", 100, "value"));
    out.line("ttl", jedis.ttl("expiry:1") > 90);
    out.line("persist", jedis.persist("expiry:1"));
    out.line("ttl without end", jedis.ttl("expiry:1"));
    out.line("ttl of nothing", jedis.ttl("expiry:none"));
    out.line("expire", jedis.expire("expiry:1", 1));
    out.line("expire of nothing", jedis.expire("expiry:none", 1));
    out.line("expireAt in the past", jedis.expireAt("expiry:1", 1000L));
    out.line("is gone", jedis.get("expiry:1"));
    jedis.setex("expiry:2", 1, "short");
    long deadline = System.nanoTime() + 5_000_000_000L;
    while (jedis.exists("expiry:2") && System.nanoTime() < deadline) {
      Thread.sleep(50);
    }
    out.line("expired", jedis.get("expiry:2"));
    out.attempt("setex of zero seconds", () -> jedis.setex("expiry:3", 0, "x"));
    jedis.disconnect();
  }
}
