// since 2.9
package scenarios;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;

/** Listens to a channel, and subscribes again when its connection ends, as services do. */
final class Listener {
  private static final String CHANNEL = "everyday:channel";
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final Target target;
  private final Set<String> heard = ConcurrentHashMap.newKeySet();
  private volatile Jedis subscriber;
  private volatile boolean stopped;
  private int number;

  Listener(Target target) {
    this.target = target;
    Thread thread = new Thread(this::listen, "listener");
    thread.setDaemon(true);
    thread.start();
  }

  private void listen() {
    while (!stopped) {
      try (Jedis jedis = target.jedis()) {
        subscriber = jedis;
        jedis.subscribe(
            new JedisPubSub() {
              @Override
              public void onMessage(String channel, String message) {
                heard.add(message);
              }
            },
            CHANNEL);
      } catch (RuntimeException e) {
        pause();
      }
    }
  }

  /** Publishes a message until it is heard: messages that nobody listens to are lost. */
  boolean hears(Jedis publisher) {
    String message = "message " + ++number;
    long end = System.nanoTime() + LONGEST_WAIT_NANOS;
    while (!heard.contains(message) && System.nanoTime() < end) {
      publisher.publish(CHANNEL, message);
      pause();
    }
    return heard.contains(message);
  }

  void stop() {
    stopped = true;
    subscriber.disconnect();
  }

  private static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
