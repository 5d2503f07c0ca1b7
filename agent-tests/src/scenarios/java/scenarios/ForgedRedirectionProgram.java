// since 2.9
package scenarios;

import java.util.Collections;
import redis.clients.jedis.Jedis;

/** Runs a script that returns the text of a redirection to a server outside of the cluster. */
final class ForgedRedirectionProgram {
  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    out.line("before", jedis.set("key", "value"));
    out.attempt(
        "forged",
        () -> jedis.eval(
            "return redis.error_reply(ARGV[1])",
            Collections.singletonList("key"),
            Collections.singletonList(System.getProperty("forged"))));
    out.line("after", target.jedis().get("key"));
  }
}
