package oracle;

import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import redis.clients.jedis.Jedis;

/** Scans with Jedis's methods {@code scan} and {@code getCursor}, whatever types they have in its line. */
public final class TypedScanProgram {
  private static final int LONGEST = 100_000;

  private TypedScanProgram() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    Jedis jedis = new Jedis(System.getProperty("target.host"), Integer.getInteger("target.port"));
    Method scan = Jedis.class.getMethod("scan", String.class);
    Set<Object> seen = new HashSet<>();
    String cursor = "0";
    int calls = 0;
    do {
      if (calls++ == LONGEST) {
        throw new IllegalStateException("the walk does not end");
      }
      Object result = scan.invoke(jedis, cursor);
      seen.addAll((List<?>) result.getClass().getMethod("getResult").invoke(result));
      Object next = result.getClass().getMethod("getCursor").invoke(result);
      if (calls == 1) {
        System.out.println("the cursor is of " + next.getClass().getSimpleName());
      }
      cursor = String.valueOf(next);
    } while (!cursor.equals("0"));
    System.out.println(seen.size() + " keys");
    jedis.disconnect();
  }
}
