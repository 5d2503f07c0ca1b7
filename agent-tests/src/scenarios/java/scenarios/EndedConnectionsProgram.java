// since 4.0
package scenarios;

import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;

/**
 * Goes on after servers closed idle connections, after a password was changed, and while a node accepts no connections.
 *
 * <p>The harness gives it a key of the entry node, and one of another node, which becomes full.
 */
final class EndedConnectionsProgram {
  private static final String NAME = "service";

  static void run(Target target, Transcript out) throws Exception {
    String near = System.getProperty("ended.near");
    String far = System.getProperty("ended.far");
    Jedis jedis = connect(target, target.password);
    jedis.clientSetname(NAME);
    jedis.incr(near);
    jedis.incr(far);
    target.ask("close idle connections");
    jedis.incr(far);
    out.attempt("incr after a pause", () -> jedis.incr(near));
    out.line("name", jedis.clientGetname());
    jedis.incr(far);
    target.ask("close idle connections");
    out.attempt("publish after a pause", () -> jedis.publish("channel", "message"));

    target.ask("let the second password in");
    Jedis renewed = connect(target, target.password + "-2");
    target.ask("let the first password out");
    out.attempt("set with the first password", () -> jedis.set(far, "1"));

    target.ask("refuse clients");
    renewed.clientSetname("late");
    try {
      out.line("incr at a full node", renewed.incr(far));
    } catch (RuntimeException e) {
      out.line("incr at a full node", says(e, System.getProperty("ended.words")));
    }
    jedis.close();
    renewed.close();
  }

  private static Jedis connect(Target target, String password) {
    return new Jedis(
        Clients.address(target),
        DefaultJedisClientConfig.builder()
            .user(target.user)
            .password(password)
            .timeoutMillis(Target.TIMEOUT_MILLIS)
            .build());
  }

  /** The words, if the failure says each of them; else the failure. */
  private static Object says(Throwable failure, String words) {
    StringBuilder text = new StringBuilder();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      text.append(each.getMessage()).append('\n');
    }
    for (String word : words.split("\\|")) {
      if (text.indexOf(word) < 0) {
        return failure;
      }
    }
    return "node, slot and reason";
  }
}
