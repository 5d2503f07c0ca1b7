// since 3.6
package scenarios;

import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLSession;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;

/** Connects with TLS and has the host name verified: by Jedis itself since 7.5, by a verifier of the application before. */
public final class VerifiedTlsTarget extends Target {
  @Override
  public Jedis jedis() {
    return new Jedis(new HostAndPort(host, port), config());
  }

  @Override
  public JedisPool pool(JedisPoolConfig config) {
    return new JedisPool(config, new HostAndPort(host, port), config());
  }

  private static DefaultJedisClientConfig config() {
    DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
        .ssl(true)
        .connectionTimeoutMillis(TIMEOUT_MILLIS)
        .socketTimeoutMillis(TIMEOUT_MILLIS);
    return Boolean.getBoolean("target.verifier")
        ? config.hostnameVerifier(VerifiedTlsTarget::names).build()
        : config.build();
  }

  private static boolean names(String host, SSLSession session) {
    try {
      X509Certificate certificate = (X509Certificate) session.getPeerCertificates()[0];
      for (List<?> name : certificate.getSubjectAlternativeNames()) {
        if (name.get(1).equals(host)) {
          return true;
        }
      }
      return false;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
