// since 5.2
package scenarios;

import java.util.List;
import java.util.Set;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisProtocol;

/** A pool of connections with one cache, as in JedisPooled and RedisClient, for all Jedis lines with a cache. */
final class CachingPool implements AutoCloseable {
  final RaceFreeCache cache;
  final ConnectionPool connections;

  CachingPool(Target target) {
    this(target, 1000, Target.TIMEOUT_MILLIS);
  }

  CachingPool(Target target, int cacheSize, int timeoutMillis) {
    cache = new RaceFreeCache(cacheSize);
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
    cache.beginCommand();
    try (Connection connection = connections.getResource()) {
      return connection.executeCommand(command);
    }
  }

  String get(String key) {
    return run(
        new CommandObject<>(new CommandArguments(Command.GET).key(key), BuilderFactory.STRING));
  }

  String set(String key, String value) {
    CommandArguments set = new CommandArguments(Command.SET).key(key).add(value);
    return run(new CommandObject<>(set, BuilderFactory.STRING));
  }

  List<String> mget(String... keys) {
    CommandArguments mget = new CommandArguments(Command.MGET).keys((Object[]) keys);
    return run(new CommandObject<>(mget, BuilderFactory.STRING_LIST));
  }

  long sadd(String key, String member) {
    CommandArguments sadd = new CommandArguments(Command.SADD).key(key).add(member);
    return run(new CommandObject<>(sadd, BuilderFactory.LONG));
  }

  Set<String> smembers(String key) {
    CommandArguments smembers = new CommandArguments(Command.SMEMBERS).key(key);
    return run(new CommandObject<>(smembers, BuilderFactory.STRING_SET));
  }

  void subscribe(JedisPubSub listener, String channel) {
    try (Connection connection = connections.getResource()) {
      listener.proceed(connection, channel);
    }
  }

  @Override
  public void close() {
    connections.close();
  }
}
