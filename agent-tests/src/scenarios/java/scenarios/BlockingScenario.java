package scenarios;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;

final class BlockingScenario {
  static void run(Target target, Transcript out) throws Exception {
    Jedis jedis = target.jedis();
    Jedis other = target.jedis();
    jedis.rpush("blocking:ready", "value");
    out.line("blpop of a filled list", jedis.blpop(1, "blocking:ready"));
    long start = System.nanoTime();
    out.line("blpop of nothing", jedis.blpop(1, "blocking:none"));
    long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    out.line("waited about a second", waited >= 900 && waited < 5000);
    out.line("brpop of nothing in two lists", jedis.brpop(1, "{blocking}:a", "{blocking}:b"));
    for (int i = 0; i < 5; i++) {
      String key = "blocking:" + i;
      FutureTask<List<String>> waiting = inBackground(() -> jedis.blpop(10, key));
      Thread.sleep(100); // the pop then waits, most likely; the result is the same if it does not
      other.lpush(key, "served " + i);
      out.line("blpop served", waiting.get(15, TimeUnit.SECONDS));
    }
    FutureTask<List<String>> second =
        inBackground(() -> jedis.brpop(10, "{blocking}:a", "{blocking}:b"));
    Thread.sleep(100);
    other.lpush("{blocking}:b", "second");
    out.line("brpop served by the second list", second.get(15, TimeUnit.SECONDS));
    FutureTask<String> moving =
        inBackground(() -> jedis.brpoplpush("{blocking}:from", "{blocking}:to", 10));
    Thread.sleep(100);
    other.lpush("{blocking}:from", "moved");
    out.line("brpoplpush served", moving.get(15, TimeUnit.SECONDS));
    out.line("moved", jedis.lrange("{blocking}:to", 0, -1));
    jedis.set("blocking:text", "x");
    out.attempt("blpop of a text", () -> jedis.blpop(1, "blocking:text"));
    out.line("and the connection goes on", jedis.get("blocking:text"));
    jedis.disconnect();
    other.disconnect();
  }

  private static <T> FutureTask<T> inBackground(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    new Thread(task).start();
    return task;
  }
}
