// since 3.10
package faults;

import redis.clients.jedis.exceptions.JedisConnectionException;

/** A client with a deliberate error: repeats writes that may have been executed. */
final class RepeatingClient extends ForwardingClient {
  private static final int ATTEMPTS = 5;

  RepeatingClient(Client client) {
    super(client);
  }

  @Override
  public void incr(String key) {
    repeat(() -> super.incr(key));
  }

  @Override
  public void rpush(String key, String value) {
    repeat(() -> super.rpush(key, value));
  }

  private static void repeat(Runnable command) {
    for (int attempt = 1; ; attempt++) {
      try {
        command.run();
        return;
      } catch (JedisConnectionException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
