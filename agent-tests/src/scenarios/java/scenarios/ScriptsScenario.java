// since 2.1
package scenarios;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import redis.clients.jedis.Jedis;

final class ScriptsScenario {
  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    String add = "return redis.call('incrby', KEYS[1], ARGV[1])";
    for (int i = 0; i < 10; i++) {
      out.line(
          "eval",
          jedis.eval(
              add, Collections.singletonList("script:" + i), Collections.singletonList("5")));
    }
    out.line(
        "eval with a count",
        jedis.eval("return {KEYS[1], KEYS[2], ARGV[1]}", 2, "{script}a", "{script}b", "x"));
    out.line(
        "eval of a table", jedis.eval("return {1, 'two', {3, {4}}, false}", 1, "script:table"));
    out.line("eval of nothing", jedis.eval("return nil", 1, "script:nil"));
    out.attempt(
        "eval that fails",
        () -> jedis.eval("return redis.error_reply('MY own error')", 1, "script:fail"));
    out.line("evalsha", jedis.evalsha(sha1(add), Arrays.asList("script:0"), Arrays.asList("7")));
    out.attempt(
        "evalsha of an unknown script",
        () -> jedis.evalsha("ffffffffffffffffffffffffffffffffffffffff", 1, "script:none"));
    jedis.disconnect();
  }

  private static String sha1(String text) {
    try {
      StringBuilder hex = new StringBuilder();
      for (byte each : MessageDigest.getInstance("SHA-1").digest(text.getBytes())) {
        hex.append(String.format("%02x", each));
      }
      return hex.toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
