// since 2.9
package scenarios;

import redis.clients.jedis.Jedis;

/** Asks a Sentinel what it knows. */
final class SentinelQuestionsProgram {
  static void run(Target target, Transcript out) {
    String[] sentinel = System.getProperty("target.sentinels").split(",")[0].split(":");
    Jedis jedis = new Jedis(sentinel[0], Integer.parseInt(sentinel[1]));
    out.attempt(
        "the master's port",
        () -> jedis.sentinelGetMasterAddrByName("legacy").get(1).equals("" + target.port));
    out.attempt("masters", () -> jedis.sentinelMasters().size());
    out.attempt("name", () -> jedis.sentinelMasters().get(0).get("name"));
    out.attempt("flags", () -> jedis.sentinelMasters().get(0).get("flags"));
    out.line("replicas", jedis.sentinelSlaves("legacy").size());
    out.attempt("ping", jedis::ping);
    out.attempt("failover", () -> jedis.sentinelFailover("legacy"));
    out.attempt("get", () -> jedis.get("key"));
    jedis.disconnect();
  }
}
