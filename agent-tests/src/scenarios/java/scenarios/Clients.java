// since 4.0
package scenarios;

import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;

/** Converts a target into the parameters of the clients from 4.0 on. */
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
