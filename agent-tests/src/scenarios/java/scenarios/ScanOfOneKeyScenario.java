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
      cursor = next(jedis.hscan("scan:hash", cursor));
    } while (!cursor.equals("0"));
    out.line("hscan", Transcript.sorted(fields));
    List<String> members = new ArrayList<>();
    do {
      members.addAll(jedis.sscan("scan:set", cursor).getResult());
      cursor = next(jedis.sscan("scan:set", cursor));
    } while (!cursor.equals("0"));
    out.line("sscan", Transcript.sorted(members));
    jedis.disconnect();
  }

  /** By reflection: getCursor returned an int until 2.9, and 3.0 removed getStringCursor. */
  private static String next(Object result) {
    for (String getter : new String[] {"getStringCursor", "getCursor"}) {
      try {
        return String.valueOf(result.getClass().getMethod(getter).invoke(result));
      } catch (NoSuchMethodException e) {
        continue;
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    throw new IllegalStateException("no cursor in " + result.getClass());
  }
}
