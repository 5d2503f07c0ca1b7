// since 2.9
package scenarios;

import java.util.concurrent.atomic.AtomicInteger;
import redis.clients.jedis.*;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.*;

/**
 * Sends commands for {@code case:N}, to which the servers give malformed replies. Each case uses a pool of its own. The program
 * then checks whether that pool still gives right replies. When there is a healthy cluster ({@code healthy.port}), the program
 * works there at the same time.
 */
final class HostileRepliesProgram {
  private static final int THREADS = 32;
  private static final int LONGEST_VALUE = 60;
  private static final int BORROWED_AFTER = 4;
  private static final long LONGEST_RUN_MILLIS = 40_000;
  private static final int CASES = Integer.getInteger("hostile.cases", 0);
  private static final int TIMEOUT_MILLIS = Integer.getInteger("hostile.timeout", 0);

  private final Target target;
  private final String[] lines = new String[CASES];
  private final AtomicInteger next = new AtomicInteger();

  private HostileRepliesProgram(Target target) {
    this.target = target;
  }

  static void run(Target target, Transcript out) throws Exception {
    int healthyPort = Integer.getInteger("healthy.port", 0);
    HealthyWork healthy =
        healthyPort == 0 ? null : new HealthyWork(System.getProperty("healthy.host"), healthyPort);
    new HostileRepliesProgram(target).all(out);
    if (healthy != null) {
      out.line("healthy", healthy.verdict());
    }
  }

  private void all(Transcript out) throws Exception {
    Thread[] threads = new Thread[THREADS];
    for (int t = 0; t < THREADS; t++) {
      threads[t] = new Thread(() -> {
        for (int i = next.getAndIncrement(); i < CASES; i = next.getAndIncrement()) {
          lines[i] = seen(i);
        }
      });
      threads[t].setDaemon(true);
      threads[t].start();
    }
    long end = System.currentTimeMillis() + LONGEST_RUN_MILLIS;
    for (Thread thread : threads) {
      thread.join(Math.max(1, end - System.currentTimeMillis()));
      if (thread.isAlive()) {
        for (StackTraceElement frame : thread.getStackTrace()) {
          System.err.println("hangs at " + frame);
        }
      }
    }
    for (int i = 0; i < CASES; i++) {
      out.line("case " + i, lines[i] == null ? "hangs | 0 | -" : lines[i]);
    }
  }

  private String seen(int number) {
    JedisPoolConfig config = new JedisPoolConfig();
    config.setMaxTotal(1);
    JedisPool pool = new JedisPool(config, target.host, target.port, TIMEOUT_MILLIS);
    try {
      long start = System.nanoTime();
      String outcome = outcome(pool, number);
      long millis = (System.nanoTime() - start) / 1_000_000;
      String after = "right";
      for (int i = 0; i < BORROWED_AFTER && after.equals("right"); i++) {
        after = ask(pool, "healthy:" + number + ":" + i);
      }
      return outcome + " | " + millis + " | " + after;
    } finally {
      pool.destroy();
    }
  }

  private static String ask(JedisPool pool, String key) {
    try (Jedis jedis = pool.getResource()) {
      String value = jedis.get(key);
      return ("right:" + key).equals(value) ? "right" : "wrong value";
    } catch (RuntimeException | Error e) {
      return "threw " + e.getClass().getSimpleName();
    }
  }

  private static String outcome(JedisPool pool, int number) {
    String kind = isSplit(number) ? "merged " : "";
    try (Jedis jedis = pool.getResource()) {
      String value = Transcript.show(call(jedis, number, "case:" + number)).replace('|', '!');
      return (isSplit(number) ? "merged value " : "value ")
          + (value.length() <= LONGEST_VALUE ? value : value.hashCode());
    } catch (JedisException e) {
      return "jedis " + e.getClass().getSimpleName();
    } catch (RuntimeException | Error e) {
      return kind + "threw " + e.getClass().getSimpleName();
    }
  }

  /** With the agent, the replies of several nodes become one; without it, the one server sends one reply. */
  private static boolean isSplit(int number) {
    int shape = number % 14;
    return shape == 2 || shape == 6 || shape == 8 || shape == 9;
  }

  private static Object call(Jedis jedis, int number, String key) {
    switch (number % 14) {
      case 0:
        return jedis.get(key);
      case 1:
        return jedis.incr(key);
      case 2:
        return jedis.mget(key + ":a", key + ":b", key + ":c");
      case 3:
        return jedis.hgetAll(key);
      case 4:
        return jedis.smembers(key);
      case 5:
        return jedis.lrange(key, 0, -1);
      case 6:
        return jedis.scan("0", new ScanParams().match(key + "*")).getResult();
      case 7:
        return jedis.strlen(key);
      case 8:
        return jedis.keys(key + "*");
      case 9:
        return jedis.del(key + ":a", key + ":b", key + ":c");
      case 10:
        return jedis.zrangeWithScores(key, 0, -1);
      case 11:
        return jedis.set(key, "value");
      case 12:
        Pipeline pipeline = jedis.pipelined();
        Response<String> first = pipeline.get("healthy:" + number);
        Response<String> second = pipeline.get(key);
        Response<Long> third = pipeline.incr(key);
        pipeline.sync();
        return first.get() + second.get() + third.get();
      default:
        Transaction transaction = jedis.multi();
        transaction.get(key);
        transaction.incr(key);
        return transaction.exec();
    }
  }
}
