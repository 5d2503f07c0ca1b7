package scenarios;

import java.util.Arrays;
import java.util.Random;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;

final class BigValuesScenario {
  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    for (int size : new int[] {8191, 8192, 65_536, 1 << 20, 20 << 20}) {
      byte[] value = new byte[size];
      new Random(size).nextBytes(value);
      byte[] key = ("big:" + size).getBytes();
      out.line("set " + size, jedis.set(key, value));
      out.line("get " + size, Arrays.equals(value, jedis.get(key)));
    }
    byte[] megabyte = new byte[1 << 20];
    Pipeline pipeline = jedis.pipelined();
    for (int i = 0; i < 20; i++) {
      pipeline.set(("big:pipe:" + i).getBytes(), megabyte);
    }
    out.line("twenty in a pipeline", pipeline.syncAndReturnAll());
    pipeline = jedis.pipelined();
    Response<?> last = null;
    for (int i = 0; i < 20; i++) {
      last = pipeline.get(("big:pipe:" + i).getBytes());
    }
    pipeline.sync();
    out.line("read back", last.get());
    for (int i = 0; i < 20; i++) {
      jedis.del("big:pipe:" + i);
    }
    jedis.disconnect();
  }
}
