package scenarios;

import redis.clients.jedis.Jedis;

final class ConnectionScenario {
  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    out.line("ping", jedis.ping());
    out.line("echo", jedis.echo("hello"));
    out.line("select", jedis.select(0));
    out.line("is connected", jedis.isConnected());
    out.line("set", jedis.set("connection:a", "1"));
    jedis.disconnect();
    out.line("is connected no more", jedis.isConnected());
    jedis.connect();
    if (target.password == null) {
      out.line("get on the same object again", jedis.get("connection:a"));
    }
    jedis.disconnect();
    for (int i = 0; i < 20; i++) {
      Jedis each = target.jedis();
      out.line("a fresh connection", each.get("connection:a"));
      each.disconnect();
    }
  }
}
