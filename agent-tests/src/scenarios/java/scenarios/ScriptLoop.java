// since 2.9
package scenarios;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;

/** Repeats a script that increments a counter and appends to a list. The script is loaded only at the start. */
final class ScriptLoop extends WorkLoop {
  private static final String BODY =
      "redis.call('rpush', KEYS[2], ARGV[1]) return redis.call('incr', KEYS[1])";

  private final String counter;
  private final String journal;
  private final String digest;
  private long count;

  ScriptLoop(Target target, String tag) {
    super(target);
    counter = tag + "counter";
    journal = tag + "journal";
    Jedis jedis = target.jedis();
    digest = jedis.scriptLoad(BODY);
    jedis.disconnect();
  }

  @Override
  void step(Jedis jedis) {
    Object reply = jedis.evalsha(digest, 2, counter, journal, String.valueOf(count + 1));
    check(reply.equals(count + 1), "the script answered " + reply + " after " + count);
    count++;
  }

  @Override
  void readBack(Jedis jedis) {
    long found = number(jedis.get(counter));
    check(found == count || found == count + 1, found + " runs of " + count);
    count = found;
  }

  @Override
  String fault(Jedis jedis) {
    List<String> expected = new ArrayList<>();
    for (long i = 1; i <= count; i++) {
      expected.add(String.valueOf(i));
    }
    if (!expected.equals(jedis.lrange(journal, 0, -1))) {
      return "the journal has not each of " + count + " runs once";
    }
    long found = number(jedis.get(counter));
    return found == count ? null : found + " after " + count + " runs";
  }
}
