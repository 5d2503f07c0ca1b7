// since 4.3
package scenarios;

import java.util.List;
import redis.clients.jedis.Jedis;

/** Does the same as {@link ScriptErrorsProgram}, with a function. */
final class FunctionErrorsProgram {
  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    jedis.functionLoadReplace(
        "#!lua name=errors\nredis.register_function('fail', function(KEYS, ARGV) "
            + ScriptErrorsProgram.SCRIPT + " end)");
    int number = 0;
    for (String error : ScriptErrorsProgram.errors()) {
      List<String> keys = ScriptErrorsProgram.keys(number++);
      String seen = ScriptErrorsProgram.message(
          () -> jedis.fcall("fail", keys, ScriptErrorsProgram.args(error)));
      out.line("fcall", seen.equals(error));
      out.line("runs", jedis.get(keys.get(0)));
    }
  }
}
