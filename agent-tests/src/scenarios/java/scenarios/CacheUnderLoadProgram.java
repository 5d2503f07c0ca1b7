// since 5.2
package scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Writes and reads in several threads with one pool and one cache. Each value contains its key and its number among the values
 * of the key. So the program notices a reply of another command, and a value that was overwritten long ago.
 */
final class CacheUnderLoadProgram {
  private static final int KEYS = 60;

  /** Each tenth key is seldom written, so that it nearly always is a cache hit. */
  private static final int SELDOM = 10;

  private static final int COMMANDS_OF_A_SELDOM_WRITE = 400;
  private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_SHOWN = 10;

  private final int threads = Integer.getInteger("cache.threads", 10);
  private final int commands = Integer.getInteger("cache.commands", 110_000);
  private final boolean disturbed = Boolean.getBoolean("cache.disturbed");
  private final Target target;
  private final CachingPool pool;
  private final AtomicInteger otherReplies = new AtomicInteger();
  private final AtomicInteger stale = new AtomicInteger();
  private final AtomicInteger exceptions = new AtomicInteger();
  private final List<String> shown = new ArrayList<>();
  private final List<Key> keys = new ArrayList<>();
  private volatile boolean over;

  private CacheUnderLoadProgram(Target target) {
    this.target = target;
    this.pool = new CachingPool(target, 1000, Target.TIMEOUT_MILLIS);
  }

  static void run(Target target, Transcript out) throws Exception {
    new CacheUnderLoadProgram(target).run(out);
  }

  private void run(Transcript out) throws Exception {
    for (int i = 0; i < KEYS; i++) {
      keys.add(new Key("load:" + i, commands / threads + 1));
    }
    for (int i = 0; i < KEYS; i++) {
      write(keys.get(i));
    }
    target.ask("begin");
    List<Thread> others = disturbed ? disturb() : new ArrayList<Thread>();
    List<Thread> workers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int worker = t;
      workers.add(start(() -> work(worker)));
    }
    for (Thread worker : workers) {
      worker.join();
    }
    over = true;
    for (Thread other : others) {
      other.join();
    }
    target.ask("end");
    LockSupport.parkNanos(STALE_NANOS); // each invalidation has arrived after this time
    for (Key key : keys) {
      read(key);
      read(key);
    }
    out.line("replies of other commands", otherReplies.get());
    out.line("values stale for more than 1 s", stale.get());
    out.line("exceptions", exceptions.get());
    out.line("shown", shown);
    System.err.println("hits " + pool.cache.getStats().getHitCount() + " misses "
        + pool.cache.getStats().getMissCount() + " exceptions " + exceptions.get());
    pool.close();
  }

  private void work(int worker) {
    Random random = new Random(worker);
    for (int i = 0; i < commands / threads; i++) {
      int chosen = random.nextInt(KEYS);
      boolean seldom = chosen % SELDOM == 0;
      if (seldom ? random.nextInt(COMMANDS_OF_A_SELDOM_WRITE) == 0 : random.nextBoolean()) {
        int own = chosen - chosen % threads + worker;
        if (own < KEYS && own % SELDOM == 0 == seldom) {
          write(keys.get(own));
          continue;
        }
      }
      read(keys.get(chosen));
    }
  }

  // ---- one key

  /** A key that one thread writes. Its n-th value is {@code name:n}. */
  private static final class Key {
    final String name;
    final long[] writtenAt;
    volatile int begun;
    volatile int written;

    Key(String name, int most) {
      this.name = name;
      this.writtenAt = new long[most + 1];
    }
  }

  @SuppressWarnings("NonAtomicOperationOnVolatileField") // only one thread writes a key
  private void write(Key key) {
    int number = key.begun + 1;
    key.begun = number;
    String reply;
    try {
      reply = pool.set(key.name, key.name + ":" + number);
    } catch (JedisException e) {
      failed("SET " + key.name, e);
      key.writtenAt[number] = Long.MAX_VALUE; // the outcome of this write is unknown
      return;
    }
    if (!"OK".equals(reply)) {
      otherReplies.incrementAndGet();
      show("SET " + key.name + " answered " + reply);
    }
    key.writtenAt[number] = System.nanoTime();
    key.written = number;
  }

  private void read(Key key) {
    int written = key.written;
    long start = System.nanoTime();
    String value;
    try {
      value = pool.get(key.name);
    } catch (JedisException e) {
      failed("GET " + key.name, e);
      return;
    }
    int number = numberOf(key, value);
    if (number < 0 || number > key.begun) {
      otherReplies.incrementAndGet();
      show("GET " + key.name + " answered " + value);
      return;
    }
    for (int later = number + 1; later <= written; later++) {
      if (key.writtenAt[later] != Long.MAX_VALUE && start - key.writtenAt[later] > STALE_NANOS) {
        stale.incrementAndGet();
        show("GET " + key.name + " answered " + value + " "
            + TimeUnit.NANOSECONDS.toMillis(start - key.writtenAt[later])
            + " ms after its successor");
        return;
      }
    }
  }

  private static int numberOf(Key key, String value) {
    if (value == null || !value.startsWith(key.name + ":")) {
      return -1;
    }
    try {
      return Integer.parseInt(value.substring(key.name.length() + 1));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private void failed(String command, JedisException e) {
    exceptions.incrementAndGet();
    show(command + " failed: " + e);
  }

  private synchronized void show(String what) {
    if (shown.size() < MOST_SHOWN) {
      shown.add(what);
    }
  }

  // ---- threads that use the connections of others

  private List<Thread> disturb() {
    List<Thread> others = new ArrayList<>();
    others.add(start(this::evict));
    others.add(start(this::closeUnderUse));
    others.add(start(this::subscribeAndLeave));
    return others;
  }

  /** Disconnects idle connections while other threads look for invalidations on them. */
  private void evict() {
    while (!over) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      pool.connections.clear();
    }
  }

  private void closeUnderUse() {
    for (boolean closes = true; !over; closes = !closes) {
      Jedis jedis = new Jedis(Clients.address(target), Clients.config(target));
      AtomicBoolean ended = new AtomicBoolean();
      Thread user = start(() -> useUntil(ended, jedis));
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      try {
        if (closes) {
          jedis.close();
        } else {
          jedis.disconnect();
        }
      } catch (JedisException e) {
        // The connection's user was about to send a command.
      }
      ended.set(true);
      try {
        user.join();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** A command on a closed connection makes Jedis reconnect. */
  private void useUntil(AtomicBoolean ended, Jedis jedis) {
    try (Jedis closed = jedis) {
      for (int i = 0; !ended.get(); i = (i + 1) % KEYS) {
        String value = closed.get("load:" + i);
        if (value == null || !value.startsWith("load:" + i + ":")) {
          otherReplies.incrementAndGet();
          show("plain GET load:" + i + " answered " + value);
        }
      }
    } catch (JedisException e) {
      // Another thread has closed the connection, as intended.
    }
  }

  /**
   * Unsubscribes in another thread, and waits for that thread: otherwise Jedis itself can send the command twice. The connection
   * has no cache, because there Jedis itself can lose a message to a thread that looks for invalidations.
   */
  private void subscribeAndLeave() {
    while (!over) {
      AtomicReference<Thread> leaving = new AtomicReference<>();
      JedisPubSub listener = new JedisPubSub() {
        @Override
        public void onSubscribe(String channel, int count) {
          leaving.set(start(this::unsubscribe));
        }
      };
      try (Jedis jedis = new Jedis(Clients.address(target), Clients.config(target))) {
        jedis.subscribe(listener, "channel");
        leaving.get().join();
      } catch (JedisException e) {
        failed("SUBSCRIBE", e);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static Thread start(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
