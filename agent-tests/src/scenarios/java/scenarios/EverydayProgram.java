// since 2.9
package scenarios;

import redis.clients.jedis.JedisPoolConfig;

/**
 * Does a service's everyday work in rounds, and lets the harness perform one of {@code everyday.acts} between two rounds. The last
 * lines say how many calls failed and how long the longest call took.
 */
final class EverydayProgram {
  static void run(Target target, Transcript out) throws Exception {
    JedisPoolConfig tested = new JedisPoolConfig();
    tested.setTestOnBorrow(true);
    Attempts attempts = new Attempts(out);
    EverydayWork work = new EverydayWork(target, target.pool(), target.pool(tested), attempts);
    String acts = System.getProperty("everyday.acts", "");
    if (Boolean.getBoolean("everyday.begins.with.act")) {
      work.connect();
    } else {
      work.round("at first");
    }
    for (String act : acts.isEmpty() ? new String[0] : acts.split(",")) {
      target.ask(act);
      if (act.equals("admit a second password")) {
        work.authenticateAnew();
      }
      work.round("after an act");
    }
    work.close();
    out.line("failed calls", attempts.failed());
    out.line("longest call in ms", attempts.longestMillis());
  }
}
