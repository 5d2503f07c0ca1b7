package scenarios;

import redis.clients.jedis.Jedis;

/** Writes one key that belongs to another node than the one that the program knows. */
public final class OtherNodeProgram {
  private static final String SELF_CHECK = "cluster-agent self-check";

  private OtherNodeProgram() {}

  static void run(Target target, Transcript out) throws Exception {
    Jedis jedis = target.jedis();
    out.attempt("elsewhere", () -> jedis.set(System.getProperty("target.elsewhere"), "1"));
    jedis.disconnect();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals(SELF_CHECK)) {
        thread.join(20_000); // so that it can write its log lines
      }
    }
  }
}
