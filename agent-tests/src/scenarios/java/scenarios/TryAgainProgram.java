package scenarios;

import redis.clients.jedis.Jedis;

/** Reads two keys of a migrating slot: one is at the source, the other at the target. */
final class TryAgainProgram {
  static void run(Target target, Transcript out) throws Exception {
    Jedis jedis = target.jedis();
    jedis.mset("{tryagain}a", "1", "{tryagain}b", "2");
    target.ask("migrate {tryagain}a");
    out.line("mget", jedis.mget("{tryagain}a", "{tryagain}b"));
  }
}
