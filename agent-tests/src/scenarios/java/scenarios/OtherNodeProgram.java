package scenarios;

import redis.clients.jedis.Jedis;

/** Writes one key that belongs to another node than the one it knows. */
public final class ElsewhereProgram {
  private static final String SELF_CHECK = "cluster-agent self-check";

  private ElsewhereProgram() {}

  static void run(Target target, Transcript out) throws Exception {
    Jedis jedis = target.jedis();
    out.attempt("elsewhere", () -> jedis.set(System.getProperty("target.elsewhere"), "1"));
    jedis.disconnect();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals(SELF_CHECK)) {
        thread.join(20_000); // so that it says what it has to say
      }
    }
  }
}
