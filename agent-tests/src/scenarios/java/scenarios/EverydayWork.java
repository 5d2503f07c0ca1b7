// since 2.9
package scenarios;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Uses what legacy services use, on keys of all nodes: each step can be repeated with the same result. */
final class EverydayWork {
  private static final int KEYS = 60;
  private static final int CONNECTIONS = 8;
  private static final String SCRIPT =
      "redis.call('set', KEYS[1], ARGV[1]) return redis.call('get', KEYS[1])";

  private final Target target;
  private final JedisPool untested;
  private final JedisPool tested;
  private final Attempts attempts;
  private final Listener listener;
  private Jedis own;

  EverydayWork(Target target, JedisPool untested, JedisPool tested, Attempts attempts) {
    this.target = target;
    this.untested = untested;
    this.tested = tested;
    this.attempts = attempts;
    this.listener = new Listener(target);
  }

  /** Opens all connections, and sends no command with a key. */
  void connect() throws Exception {
    own = target.jedis();
    own.ping();
    for (JedisPool pool : Arrays.asList(untested, tested)) {
      List<Jedis> taken = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        taken.add(pool.getResource());
        taken.get(i).ping();
      }
      for (Jedis each : taken) {
        Target.release(pool, each);
      }
    }
  }

  /** Sends the second password on one connection, as a service does whose token is about to expire; new connections use it, too. */
  void authenticateAnew() {
    if (target.password != null) {
      target.password += "-2";
      own.auth(target.password);
    }
  }

  /** Does everything once. */
  void round(String when) throws Exception {
    attempts.line("single commands " + when, () -> withOwn(this::singles));
    attempts.line("pipeline " + when, () -> withOwn(this::pipeline));
    attempts.line("transactions " + when, () -> withOwn(this::transactions));
    attempts.line("scripts " + when, () -> withOwn(this::scripts));
    attempts.line("MGET " + when, () -> withOwn(this::mget));
    attempts.line("SCAN " + when, () -> withOwn(this::scan));
    attempts.line("DBSIZE " + when, () -> withOwn(Jedis::dbSize));
    attempts.line("blocking " + when, () -> withOwn(this::blocking));
    attempts.line("pool " + when, () -> inPool(untested));
    attempts.line("tested pool " + when, () -> inPool(tested));
    attempts.line("published " + when, () -> withOwn(listener::hears));
  }

  void close() {
    listener.stop();
    own.disconnect();
    untested.destroy();
    tested.destroy();
  }

  private interface Work<R> {
    R on(Jedis jedis) throws Exception;
  }

  /** A connection lives until it fails: that of a service that runs for long. */
  private <R> R withOwn(Work<R> work) throws Exception {
    if (own == null) {
      own = target.jedis();
    }
    try {
      return work.on(own);
    } catch (JedisConnectionException e) {
      own.disconnect();
      own = null;
      throw e;
    }
  }

  private Object inPool(JedisPool pool) throws Exception {
    List<Jedis> taken = new ArrayList<>();
    List<String> values = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        taken.add(pool.getResource());
      }
      for (int i = 0; i < CONNECTIONS * 4; i++) {
        Jedis jedis = taken.get(i % CONNECTIONS);
        jedis.set("everyday:pool:" + i, "value " + i);
        values.add(jedis.get("everyday:pool:" + i));
      }
    } finally {
      for (Jedis each : taken) {
        Target.release(pool, each);
      }
    }
    return values;
  }

  private Object singles(Jedis jedis) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      jedis.set(key(i), "single " + i);
      values.add(jedis.get(key(i)));
    }
    return values;
  }

  private Object pipeline(Jedis jedis) {
    Pipeline pipeline = jedis.pipelined();
    for (int i = 0; i < KEYS; i++) {
      pipeline.set(key(i), "piped " + i);
      pipeline.get(key(i));
    }
    return pipeline.syncAndReturnAll();
  }

  private Object transactions(Jedis jedis) {
    List<Object> results = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Transaction transaction = jedis.multi();
      transaction.set(key(i), "exec " + i);
      transaction.get(key(i));
      results.add(transaction.exec());
    }
    return results;
  }

  private Object scripts(Jedis jedis) {
    String sha = jedis.scriptLoad(SCRIPT);
    List<Object> results = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      results.add(jedis.evalsha(
          sha, Collections.singletonList(key(i)), Collections.singletonList("script " + i)));
    }
    return results;
  }

  private Object mget(Jedis jedis) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      jedis.set(key(i), "many " + i);
      keys.add(key(i));
    }
    return jedis.mget(keys.toArray(new String[0]));
  }

  private Object scan(Jedis jedis) {
    Set<String> keys = new TreeSet<>();
    String cursor = "0";
    do {
      Object page = jedis.scan(cursor);
      keys.addAll(ScanPages.keys(page));
      cursor = ScanPages.next(page);
    } while (!cursor.equals("0"));
    return keys;
  }

  private Object blocking(Jedis jedis) throws InterruptedException {
    String list = "everyday:list";
    jedis.del(list);
    Thread pushing = new Thread(() -> {
      try (Jedis other = target.jedis()) {
        other.lpush(list, "pushed");
      }
    });
    pushing.start();
    try {
      return jedis.blpop(5, list);
    } finally {
      pushing.join();
      jedis.del(list);
    }
  }

  private static String key(int number) {
    return "everyday:" + number;
  }
}
