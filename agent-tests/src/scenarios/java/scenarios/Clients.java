// since 4.0
package scenarios;

import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;

/** A target, as the clients of the lines from 4.0 on want to be told. */
final class Clients {
  private Clients() {}

  static HostAndPort address(Target target) {
    return new HostAndPort(target.host, target.port);
  }

  static JedisClientConfig config(Target target) {
    if (target.clientConfig() != null) {
      return (JedisClientConfig) target.clientConfig();
    }
    return DefaultJedisClientConfig.builder()
        .user(target.user)
        .password(target.password)
        .ssl(target instanceof TlsTarget)
        .timeoutMillis(Target.TIMEOUT_MILLIS)
        .build();
  }
}
