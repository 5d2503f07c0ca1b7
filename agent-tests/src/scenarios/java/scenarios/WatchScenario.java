package scenarios;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.Transaction;

final class WatchScenario {
  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    Jedis other = target.jedis();
    for (int i = 0; i < 5; i++) {
      String key = "watch:" + i;
      jedis.set(key, "1");
      out.line("watch", jedis.watch(key));
      String read = jedis.get(key);
      Transaction undisturbed = jedis.multi();
      undisturbed.set(key, read + "1");
      out.line("exec undisturbed", undisturbed.exec());

      jedis.watch(key);
      other.set(key, "changed");
      Transaction disturbed = jedis.multi();
      disturbed.set(key, "never");
      out.attempt("exec disturbed", disturbed::exec);
      out.line("the other's value stays", jedis.get(key));

      jedis.watch(key);
      other.set(key, "changed again");
      out.line("unwatch", jedis.unwatch());
      Transaction freed = jedis.multi();
      freed.append(key, "!");
      out.line("exec after unwatch", freed.exec());
    }
    out.line("watch of two keys", jedis.watch("{watch}:a", "{watch}:b"));
    other.set("{watch}:b", "changed");
    Transaction disturbed = jedis.multi();
    disturbed.set("{watch}:a", "never");
    out.attempt("exec", disturbed::exec);
    out.line("unwatch of nothing", jedis.unwatch());
    jedis.watch("watch:0");
    other.set("watch:0", "x");
    out.line("discard forgets the watch", jedis.multi().discard());
    Transaction after = jedis.multi();
    after.get("watch:0");
    out.line("exec after discard", after.exec());
    jedis.disconnect();
    other.disconnect();
  }
}
