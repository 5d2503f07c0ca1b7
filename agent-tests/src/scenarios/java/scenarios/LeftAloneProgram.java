// since 2.9
package scenarios;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Transaction;

/** Runs commands that differ between one server and a cluster, then slices of SET and GET when the harness starts them. */
final class LeftAloneProgram {
  private static final int CONNECTIONS = 4;
  private static final int SLICES = Integer.getInteger("slices");
  private static final int SLICE_COMMANDS = Integer.getInteger("slice.commands");

  static void run(Target target, Transcript out) throws Exception {
    List<Jedis> connections = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      Jedis jedis = target.jedis();
      jedis.ping();
      connections.add(jedis);
    }
    target.ask("connected");
    target.ask("begin outcomes");
    for (Jedis jedis : connections) {
      outcomes(jedis, out);
    }
    target.ask("end");
    for (int i = 0; i < SLICES; i++) {
      target.ask("begin slice");
      out.line("slice", slice(connections.get(i % CONNECTIONS)));
      target.ask("end");
    }
  }

  private static void outcomes(Jedis jedis, Transcript out) {
    out.attempt("SET", () -> jedis.set("a", "1"));
    out.attempt("MSET", () -> jedis.mset("a", "1", "b", "2", "c", "3"));
    out.attempt("MGET", () -> jedis.mget("a", "b", "c"));
    out.attempt("DBSIZE", jedis::dbSize);
    out.attempt("KEYS", () -> new TreeSet<>(jedis.keys("*")));
    out.attempt("SCAN", () -> new TreeSet<>(jedis.scan("0").getResult()));
    out.attempt("RANDOMKEY", () -> jedis.randomKey().length());
    out.attempt("SCRIPT LOAD", () -> jedis.scriptLoad("return 1"));
    out.attempt("EVAL", () -> jedis.eval("return {KEYS[1], KEYS[2]}", 2, "a", "b"));
    out.attempt("WATCH of two slots", () -> {
      jedis.watch("a");
      return jedis.watch("b");
    });
    out.attempt("MULTI over two slots", () -> {
      Transaction transaction = jedis.multi();
      transaction.incr("a");
      transaction.incr("b");
      transaction.mget("a", "b", "c");
      return transaction.exec();
    });
    out.attempt("a pipeline", () -> {
      Pipeline pipeline = jedis.pipelined();
      for (String key : Arrays.asList("a", "b", "c", "d")) {
        pipeline.append(key, "x");
        pipeline.get(key);
      }
      return pipeline.syncAndReturnAll();
    });
    out.attempt("RENAME", () -> jedis.rename("a", "e"));
    out.attempt("CLUSTER SLOTS", () -> jedis.clusterSlots().size());
    out.attempt("DEL", () -> jedis.del("a", "b", "c", "d", "e"));
    out.attempt("FLUSHALL", jedis::flushAll);
  }

  /** The processor time of this thread and the elapsed time of SET and GET, in microseconds. */
  private static List<Long> slice(Jedis jedis) {
    long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long start = System.nanoTime();
    for (int i = 0; i < SLICE_COMMANDS; i += 2) {
      String key = "key" + i % 1000;
      jedis.set(key, "value");
      jedis.get(key);
    }
    long took = System.nanoTime() - start;
    cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
    return Arrays.asList(cpu / 1000, took / 1000);
  }
}
