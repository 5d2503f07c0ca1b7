// since 2.9
package scenarios;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;

/** Runs scripts that count how often they run, and return an error like one of the server's. */
final class ScriptErrorsProgram {
  static final String SCRIPT = "redis.call('incr', KEYS[1]) return redis.error_reply(ARGV[1])";

  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    String digest = jedis.scriptLoad(SCRIPT);
    int number = 0;
    for (String error : errors()) {
      List<String> keys = keys(number++);
      out.line("eval", message(() -> jedis.eval(SCRIPT, keys, args(error))).equals(error));
      out.line(
          "evalsha", message(() -> jedis.evalsha(digest, keys, args(error))).equals(error));
      Pipeline pipeline = jedis.pipelined();
      Response<?> piped = pipeline.eval(SCRIPT, keys, args(error));
      pipeline.incr(keys.get(1));
      pipeline.sync();
      out.line("pipeline", message(piped::get).equals(error));
      Transaction transaction = jedis.multi();
      Response<?> queued = transaction.eval(SCRIPT, keys, args(error));
      transaction.exec();
      out.line("transaction", message(queued::get).equals(error));
      out.line("runs", jedis.get(keys.get(0)));
    }
  }

  static String[] errors() {
    return System.getProperty("script.errors").split("\\|");
  }

  static List<String> keys(int number) {
    return Arrays.asList("{errors}:" + number, "{errors}:other");
  }

  static List<String> args(String error) {
    return Collections.singletonList(error);
  }

  /** The exception that a call throws. */
  static String message(Callable<?> call) {
    try {
      return "none, but " + call.call();
    } catch (Exception e) {
      return String.valueOf(e.getMessage());
    }
  }
}
