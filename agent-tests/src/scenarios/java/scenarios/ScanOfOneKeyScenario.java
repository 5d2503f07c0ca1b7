// since 2.9
package scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Jedis;

/** Uses HSCAN and SSCAN, which have a key, so they are ordinary commands. */
final class ScanOfOneKeyScenario {
  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    for (int i = 0; i < 600; i++) {
      jedis.hset("scan:hash", "field" + i, "value" + i);
      jedis.sadd("scan:set", "member" + i);
    }
    List<String> fields = new ArrayList<>();
    String cursor = "0";
    do {
      for (Map.Entry<String, String> each : jedis.hscan("scan:hash", cursor).getResult()) {
        fields.add(each.getKey() + "=" + each.getValue());
      }
      cursor = ScanPages.next(jedis.hscan("scan:hash", cursor));
    } while (!cursor.equals("0"));
    out.line("hscan", Transcript.sorted(fields));
    List<String> members = new ArrayList<>();
    do {
      members.addAll(jedis.sscan("scan:set", cursor).getResult());
      cursor = ScanPages.next(jedis.sscan("scan:set", cursor));
    } while (!cursor.equals("0"));
    out.line("sscan", Transcript.sorted(members));
    jedis.disconnect();
  }
}
