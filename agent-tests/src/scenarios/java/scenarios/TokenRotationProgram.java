// since 6.0, until 8.0
package scenarios;

import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import redis.clients.authentication.core.SimpleToken;
import redis.clients.authentication.core.Token;
import redis.clients.authentication.core.TokenAuthConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.authentication.AuthXManager;

/** Authenticates with tokens that are renewed all the time. The harness makes a second token valid and the first invalid. */
final class TokenRotationProgram {
  private static final long TOKEN_MILLIS = 1000;
  private static final int KEYS = 60;

  static void run(Target target, Transcript out) throws Exception {
    AtomicReference<String> secret = new AtomicReference<>(target.password);
    AuthXManager manager = new AuthXManager(TokenAuthConfig.builder()
        .identityProviderConfig(() -> () -> token(target.user, secret.get()))
        .expirationRefreshRatio(0.5f)
        .tokenRequestExecTimeoutInMs(2000)
        .build());
    JedisPooled client = new JedisPooled(
        Clients.address(target),
        DefaultJedisClientConfig.builder()
            .authXManager(manager)
            .timeoutMillis(Target.TIMEOUT_MILLIS)
            .build());
    out.line("with the first token", written(client));
    target.ask("let the second in");
    secret.set(target.password + "-2");
    awaitRenewal(manager, secret.get());
    out.line("with the second token", written(client));
    target.ask("let the first out");
    out.line("without the first token", written(client));
    client.close();
  }

  private static long written(JedisPooled client) {
    long written = 0;
    for (int i = 0; i < KEYS; i++) {
      written += client.set("token:" + i, "value").equals("OK") ? 1 : 0;
    }
    return written;
  }

  private static Token token(String user, String secret) {
    long now = System.currentTimeMillis();
    return new SimpleToken(user, secret, now + TOKEN_MILLIS, now, Collections.emptyMap());
  }

  private static void awaitRenewal(AuthXManager manager, String secret) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!secret.equals(new String(manager.get().getPassword()))) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the token was not renewed");
      }
      Thread.sleep(10);
    }
  }
}
