package bench;

import java.lang.reflect.Method;
import java.util.Arrays;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;

/**
 * Routes without cost: also for a pipeline, the caller knows each key's server beforehand. It writes to all servers before it
 * reads from any, on plain connections. That is the limit of what a pipeline over several servers can achieve.
 */
final class FreeClient extends PlainClient {
  private final Pools pools;
  private final Data data;

  FreeClient(Pools pools, Data data) {
    super(pools, data);
    this.pools = pools;
    this.data = data;
  }

  @Override
  public Object[] pipeline(int[] keys) {
    Jedis[] leased = new Jedis[pools.count()];
    Pipeline[] pipelines = new Pipeline[leased.length];
    try {
      Response<?>[] responses = new Response<?>[keys.length];
      for (int i = 0; i < keys.length; i++) {
        int server = pools.serverOf(keys[i]);
        if (leased[server] == null) {
          leased[server] = pools.lease(keys[i]);
          pipelines[server] = leased[server].pipelined();
        }
        byte[] key = data.key(keys[i]);
        responses[i] = i % 2 == 0
            ? pipelines[server].set(key, data.value(keys[i]))
            : pipelines[server].get(key);
      }
      for (Jedis jedis : leased) {
        if (jedis != null) {
          Flush.of(jedis);
        }
      }
      for (Pipeline pipeline : pipelines) {
        if (pipeline != null) {
          pipeline.sync();
        }
      }
      return Replies.of(responses);
    } finally {
      for (Jedis jedis : leased) {
        if (jedis != null) {
          jedis.close();
        }
      }
    }
  }

  /** Flushes a connection's buffer, which Jedis does only before it reads. */
  private static final class Flush {
    private static final Method CONNECTION = connection();
    private static final Method FLUSH = flush();

    static void of(Jedis jedis) {
      try {
        FLUSH.invoke(CONNECTION.invoke(jedis));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    /** By reflection, because the method has another name in later Jedis lines. */
    private static Method connection() {
      return Arrays.stream(Jedis.class.getMethods())
          .filter(m -> m.getParameterCount() == 0)
          .filter(m -> m.getName().equals("getClient") || m.getName().equals("getConnection"))
          .filter(m -> Connection.class.isAssignableFrom(m.getReturnType()))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("Jedis does not show its connection"));
    }

    private static Method flush() {
      try {
        Method flush = Connection.class.getDeclaredMethod("flush");
        flush.setAccessible(true);
        return flush;
      } catch (NoSuchMethodException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
