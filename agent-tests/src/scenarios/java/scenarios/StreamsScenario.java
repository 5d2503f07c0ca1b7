// since 3.1
package scenarios;

import java.util.Collections;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;

final class StreamsScenario {
  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    for (int i = 1; i < 6; i++) {
      out.line(
          "xadd",
          jedis.xadd(
              "stream:1", new StreamEntryID(i, 0), Collections.singletonMap("field", "v" + i)));
    }
    out.line("xlen", jedis.xlen("stream:1"));
    out.line(
        "xrange", jedis.xrange("stream:1", new StreamEntryID(2, 0), new StreamEntryID(4, 0), 10));
    out.line("xdel", jedis.xdel("stream:1", new StreamEntryID(3, 0)));
    out.line(
        "xgroupCreate", jedis.xgroupCreate("stream:1", "group", new StreamEntryID(0, 0), false));
    out.attempt(
        "xgroupCreate again",
        () -> jedis.xgroupCreate("stream:1", "group", new StreamEntryID(0, 0), false));
    out.attempt(
        "xadd of an old id",
        () -> jedis.xadd(
            "stream:1", new StreamEntryID(1, 0), Collections.singletonMap("field", "old")));
    jedis.disconnect();
  }
}
