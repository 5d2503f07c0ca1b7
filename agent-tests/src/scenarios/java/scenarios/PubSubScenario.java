package scenarios;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;

final class PubSubScenario {
  static void run(Target target, Transcript out) throws Exception {
    Jedis publisher = target.jedis();
    out.line("publish to nobody", publisher.publish("news", "unheard"));
    channels(target, out, publisher);
    patterns(target, out, publisher);
    unsubscribedByItself(target, out, publisher);
    publisher.disconnect();
  }

  private static void channels(Target target, Transcript out, Jedis publisher) throws Exception {
    Jedis subscriber = target.jedis();
    Events events = new Events();
    Thread reading = new Thread(() -> subscriber.subscribe(events, "news", "weather"));
    reading.start();
    out.line("event", events.next());
    out.line("event", events.next());
    for (int i = 0; i < 20; i++) {
      out.line("publish", publisher.publish(i % 2 == 0 ? "news" : "weather", "message " + i));
      out.line("event", events.next());
    }
    events.subscribe("sport");
    out.line("event", events.next());
    out.line("publish", publisher.publish("sport", "goal"));
    out.line("event", events.next());
    events.unsubscribe("weather");
    out.line("event", events.next());
    out.line("publish to a channel left", publisher.publish("weather", "unheard"));
    events.unsubscribe();
    out.line("events", Transcript.sorted(Arrays.asList(events.next(), events.next())));
    reading.join(10_000);
    out.line("subscribe returned", !reading.isAlive());
    // Not used again: plain Jedis may send twice what another thread wrote.
    subscriber.disconnect();
  }

  private static void patterns(Target target, Transcript out, Jedis publisher) throws Exception {
    Jedis subscriber = target.jedis();
    Events events = new Events();
    Thread reading = new Thread(() -> subscriber.psubscribe(events, "n?ws", "w*"));
    reading.start();
    out.line("event", events.next());
    out.line("event", events.next());
    out.line("publish", publisher.publish("news", "by pattern"));
    out.line("event", events.next());
    events.punsubscribe();
    out.line("events", Transcript.sorted(Arrays.asList(events.next(), events.next())));
    reading.join(10_000);
    out.line("psubscribe returned", !reading.isAlive());
    subscriber.disconnect();
  }

  private static void unsubscribedByItself(Target target, Transcript out, Jedis publisher)
      throws Exception {
    Jedis subscriber = target.jedis();
    Events events = new Events();
    Thread reading = new Thread(() -> subscriber.subscribe(events, "news"));
    reading.start();
    out.line("event", events.next());
    out.line("publish", publisher.publish("news", "stop"));
    out.line("event", events.next());
    out.line("event", events.next());
    reading.join(10_000);
    out.line("subscribe returned", !reading.isAlive());
    for (int i = 0; i < 10; i++) {
      out.line("the connection is an ordinary one again", subscriber.incr("pubsub:" + i));
    }
    subscriber.disconnect();
  }

  private static final class Events extends JedisPubSub {
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final Set<String> confirmed = new HashSet<>();

    /** Each message once: plain Jedis may send twice what another thread than the reader wrote. */
    private void confirm(String event) {
      if (confirmed.add(event)) {
        seen.add(event);
      }
    }

    String next() throws InterruptedException {
      return String.valueOf(seen.poll(10, TimeUnit.SECONDS));
    }

    public void onMessage(String channel, String message) {
      seen.add("message " + channel + " " + message);
      if (message.equals("stop")) {
        unsubscribe();
      }
    }

    public void onPMessage(String pattern, String channel, String message) {
      seen.add("pmessage " + pattern + " " + channel + " " + message);
    }

    public void onSubscribe(String channel, int subscribed) {
      confirm("subscribe " + channel + " " + subscribed);
    }

    public void onUnsubscribe(String channel, int subscribed) {
      confirm("unsubscribe " + subscribed);
    }

    public void onPUnsubscribe(String pattern, int subscribed) {
      confirm("punsubscribe " + subscribed);
    }

    public void onPSubscribe(String pattern, int subscribed) {
      confirm("psubscribe " + pattern + " " + subscribed);
    }
  }
}
