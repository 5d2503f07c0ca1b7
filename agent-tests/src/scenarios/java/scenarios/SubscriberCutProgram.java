// since 2.9
package scenarios;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;

/** Shows what a subscriber sees when a living node cuts it off, and when its node dies with a subscription under way. */
final class SubscriberCutProgram {
  private static final long LONGEST_WAIT_SECONDS = 15;

  static void run(Target target, Transcript out) throws Exception {
    for (String pattern : new String[] {"news", "__keyevent@0__:*"}) {
      Subscriber killed = new Subscriber(target, pattern);
      target.ask("kill subscribers");
      out.line(pattern + ", CLIENT KILL", killed.end());
    }
    Subscriber slow = new Subscriber(target, "news");
    target.ask("publish more than a subscriber may leave unread");
    slow.goesOn.countDown();
    out.line("output buffer limit", slow.end());

    Jedis named = target.jedis();
    named.clientSetname("service");
    String before = port(named);
    target.ask("kill clients");
    out.line("the entry node answers after CLIENT KILL", port(named).equals(before));
    out.line("a client has its name again", named.clientList().contains("name=service"));

    Subscriber waiting = new Subscriber(target, "news");
    target.ask("pause the entry");
    waiting.subscribe("more");
    target.ask("kill -9");
    out.line("subscribed under way", waiting.confirmed());
    target.ask("publish to more");
    out.line("message", waiting.confirmed());
    waiting.unsubscribe();
    out.line("the end", waiting.end());
  }

  private static String port(Jedis jedis) {
    return jedis.info("server").replaceAll("(?s).*tcp_port:(\\d+).*", "$1");
  }

  private static final class Subscriber extends JedisPubSub implements Runnable {
    final CountDownLatch goesOn = new CountDownLatch(1);
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> end = new LinkedBlockingQueue<>();
    private final Target target;
    private final String name;

    Subscriber(Target target, String name) throws InterruptedException {
      this.target = target;
      this.name = name;
      Thread thread = new Thread(this);
      thread.setDaemon(true);
      thread.start();
      confirmed();
    }

    @Override
    public void run() {
      try {
        if (name.contains("*")) {
          target.jedis().psubscribe(this, name);
        } else {
          target.jedis().subscribe(this, name);
        }
        end.add("no exception");
      } catch (RuntimeException e) {
        end.add(e.getClass().getSimpleName());
      }
    }

    String confirmed() throws InterruptedException {
      return seen.poll(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    }

    String end() throws InterruptedException {
      return end.poll(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void onSubscribe(String channel, int subscriptions) {
      seen.add(channel + " " + subscriptions);
    }

    @Override
    public void onPSubscribe(String pattern, int subscriptions) {
      seen.add(pattern + " " + subscriptions);
    }

    @Override
    public void onMessage(String channel, String message) {
      if (message.length() < 100) {
        seen.add(message);
        return;
      }
      try {
        goesOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
