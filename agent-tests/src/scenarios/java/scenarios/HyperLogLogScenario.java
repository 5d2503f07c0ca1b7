// since 2.5
package scenarios;

import redis.clients.jedis.Jedis;

final class HyperLogLogScenario {
  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    for (int i = 0; i < 100; i++) {
      jedis.pfadd("{hll}:1", "a" + i);
      jedis.pfadd("{hll}:2", "a" + 2 * i);
    }
    out.line("pfcount", jedis.pfcount("{hll}:1"));
    out.line("pfcount of two", jedis.pfcount("{hll}:1", "{hll}:2"));
    out.line("pfmerge", jedis.pfmerge("{hll}:both", "{hll}:1", "{hll}:2"));
    out.line("pfcount", jedis.pfcount("{hll}:both"));
    jedis.disconnect();
  }
}
