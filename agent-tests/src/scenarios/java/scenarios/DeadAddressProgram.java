package scenarios;

import java.util.concurrent.Callable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;

/** Prints the exception, with all causes, of connecting to an address at which no process listens. */
final class DeadAddressProgram {
  static void run(Target target, Transcript out) {
    show(out, "a command", () -> target.jedis().get("key"));
    Jedis jedis = new Jedis(target.host, target.port, Target.TIMEOUT_MILLIS);
    show(out, "the first try", jedis::ping);
    show(out, "the second try", jedis::ping);
    JedisPool pool = target.pool();
    show(out, "a pool", pool::getResource);
  }

  private static void show(Transcript out, String what, Callable<?> call) {
    StringBuilder thrown = new StringBuilder();
    try {
      thrown.append("nothing, but ").append(call.call());
    } catch (Exception e) {
      append(thrown, e);
    }
    for (String part : thrown.toString().split("; ")) {
      out.line(what, part);
    }
  }

  private static void append(StringBuilder thrown, Throwable e) {
    thrown
        .append(e)
        .append(" from ")
        .append(e.getStackTrace()[0].getMethodName())
        .append("; ");
    if (e.getCause() != null) {
      append(thrown.append("cause "), e.getCause());
    }
    for (Throwable each : e.getSuppressed()) {
      append(thrown.append("suppressed "), each);
    }
  }
}
