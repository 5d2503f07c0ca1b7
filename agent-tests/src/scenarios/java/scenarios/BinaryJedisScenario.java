// until 4.0, plain only
package scenarios;

import java.util.Arrays;
import redis.clients.jedis.BinaryJedis;

final class BinaryJedisScenario {
  static void run(Target target, Transcript out) {
    BinaryJedis jedis = new BinaryJedis(target.host, target.port, Target.TIMEOUT_MILLIS);
    for (int i = 0; i < 10; i++) {
      byte[] key = {1, (byte) i, (byte) 0xfe};
      out.line("set", jedis.set(key, new byte[] {(byte) i}));
      out.line("get", jedis.get(key));
      out.line("append", jedis.append(key, new byte[] {0, 1}));
      out.line("incr of bytes", Arrays.toString(jedis.getSet(key, "7".getBytes())));
      out.line("incr", jedis.incr(key));
    }
    jedis.disconnect();
  }
}
