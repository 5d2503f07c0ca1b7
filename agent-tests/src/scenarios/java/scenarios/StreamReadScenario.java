// since 3.6
package scenarios;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XReadGroupParams;
import redis.clients.jedis.params.XReadParams;

final class StreamReadScenario {
  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    Map<String, StreamEntryID> both = new HashMap<>();
    both.put("{streamread}:a", new StreamEntryID(0, 0));
    for (int i = 1; i < 6; i++) {
      jedis.xadd(
          "{streamread}:a", new StreamEntryID(i, 0), Collections.singletonMap("field", "v" + i));
    }
    out.line("xread", jedis.xread(XReadParams.xReadParams().count(2), both));
    both.put("{streamread}:none", new StreamEntryID(0, 0));
    out.line("xread of two", jedis.xread(XReadParams.xReadParams().count(2), both));
    Map<String, StreamEntryID> end =
        Collections.singletonMap("{streamread}:a", new StreamEntryID(9, 0));
    out.line("xread that blocks", jedis.xread(XReadParams.xReadParams().block(200), end));
    jedis.xgroupCreate("{streamread}:a", "group", new StreamEntryID(0, 0), false);
    Map<String, StreamEntryID> fresh =
        Collections.singletonMap("{streamread}:a", StreamEntryID.UNRECEIVED_ENTRY);
    XReadGroupParams two = XReadGroupParams.xReadGroupParams().count(2);
    out.line("xreadGroup", jedis.xreadGroup("group", "consumer", two, fresh));
    out.line("xack", jedis.xack("{streamread}:a", "group", new StreamEntryID(1, 0)));
    jedis.disconnect();
  }
}
