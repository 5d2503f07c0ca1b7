package scenarios;

import java.io.Closeable;
import java.io.IOException;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;

/** The address that a program under test knows, and how the program connects to it. */
public class Target {
  static final int TIMEOUT_MILLIS = 20_000;

  final String host = System.getProperty("target.host");
  final int port = Integer.getInteger("target.port");
  final String user = System.getProperty("target.user");
  String password = System.getProperty("target.password");
  private final ControlLine control = new ControlLine(Integer.getInteger("target.control", 0));

  public Jedis jedis() {
    Jedis jedis = new Jedis(host, port, TIMEOUT_MILLIS);
    if (password != null) {
      jedis.auth(password);
    }
    return jedis;
  }

  public JedisPool pool(JedisPoolConfig config) {
    return new JedisPool(config, host, port, TIMEOUT_MILLIS, password);
  }

  public final JedisPool pool() {
    return pool(new JedisPoolConfig());
  }

  /** The configuration of clients in later Jedis lines; null where host, port and password suffice. */
  Object clientConfig() {
    return null;
  }

  /** Makes the harness act on the servers, and returns when it has done so. */
  final void ask(String act) throws IOException {
    control.ask(act);
  }

  /** By reflection: the method is public up to 2.x and from 4.0 on. In between only close() releases, which 2.4 lacks. */
  static void release(JedisPool pool, Jedis jedis) throws Exception {
    Object connection = jedis;
    try {
      pool.getClass().getMethod("returnResource", Object.class).invoke(pool, connection);
    } catch (NoSuchMethodException e) {
      ((Closeable) connection).close();
    }
  }
}
