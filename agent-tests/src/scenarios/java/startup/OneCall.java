// since 2.9
package startup;

import redis.clients.jedis.Jedis;

/** Ends at once: without arguments before it uses Jedis, otherwise after SET and GET of a key. */
public final class OneCall {
  private OneCall() {}

  public static void main(String[] args) {
    if (args.length > 0) {
      Jedis jedis = new Jedis(args[0], Integer.parseInt(args[1]));
      jedis.set(args[2], "value");
      if (!"value".equals(jedis.get(args[2]))) {
        throw new IllegalStateException("wrong reply");
      }
      jedis.close();
    }
  }
}
