// since 5.2
package scenarios;

import java.util.List;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.csc.Cache;
import redis.clients.jedis.csc.DefaultCache;

/** A pool of connections with one cache, as JedisPooled and RedisClient have it, on all lines that can cache. */
final class CachingPool implements AutoCloseable {
  /** Jedis trusts the tracking of servers from 7.4 on; older ones, from 6.0 on, have it, too. */
  private static final class AnyServersCache extends DefaultCache {
    AnyServersCache(int size) {
      super(size);
    }

    @Override
    public boolean compatibilityMode() {
      return true;
    }
  }

  private final CommandObjects commands = new CommandObjects();
  final Cache cache;
  final ConnectionPool connections;

  CachingPool(Target target) {
    this(target, 1000, Target.TIMEOUT_MILLIS);
  }

  CachingPool(Target target, int cacheSize, int timeoutMillis) {
    cache = new AnyServersCache(cacheSize);
    connections = new ConnectionPool(
        Clients.address(target),
        DefaultJedisClientConfig.builder()
            .user(target.user)
            .password(target.password)
            .ssl(target instanceof TlsTarget)
            .timeoutMillis(timeoutMillis)
            .protocol(RedisProtocol.RESP3)
            .build(),
        cache,
        new ConnectionPoolConfig());
  }

  <T> T run(CommandObject<T> command) {
    try (Connection connection = connections.getResource()) {
      return connection.executeCommand(command);
    }
  }

  String get(String key) {
    return run(commands.get(key));
  }

  String set(String key, String value) {
    return run(commands.set(key, value));
  }

  List<String> mget(String... keys) {
    return run(commands.mget(keys));
  }

  long sadd(String key, String member) {
    return run(commands.sadd(key, member));
  }

  Object smembers(String key) {
    return run(commands.smembers(key));
  }

  void subscribe(JedisPubSub listener, String channel) {
    try (Connection connection = connections.getResource()) {
      listener.proceed(connection, channel);
    }
  }

  CommandObject<String> getting(String key) {
    return commands.get(key);
  }

  CommandObject<String> setting(String key, String value) {
    return commands.set(key, value);
  }

  @Override
  public void close() {
    connections.close();
  }
}
