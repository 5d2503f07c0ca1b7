// since 2.9
package scenarios;

import redis.clients.jedis.Jedis;

/** Reads keys of many slots through servers ({@code hostile.ports}) that report a wrong topology. */
final class HostileTopologyProgram {
  private static final int KEYS = 40;
  private static final int TIMEOUT_MILLIS = 500;

  static void run(Target target, Transcript out) {
    for (String port : System.getProperty("hostile.ports").split(",")) {
      Jedis jedis = new Jedis(target.host, Integer.parseInt(port), TIMEOUT_MILLIS);
      out.line(port, outcome(jedis));
      jedis.disconnect();
    }
  }

  private static String outcome(Jedis jedis) {
    int right = 0;
    try {
      for (int i = 0; i < KEYS; i++) {
        if (("right:healthy:" + i).equals(jedis.get("healthy:" + i))) {
          right++;
        }
      }
    } catch (Throwable e) {
      return right + " right, then " + e.getClass().getSimpleName();
    }
    return right + " right";
  }
}
