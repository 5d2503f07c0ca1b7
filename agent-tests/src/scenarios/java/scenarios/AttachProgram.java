// since 2.9
package scenarios;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;

/** Works as a service on the node that it knows, while the agent is attached and detached. */
final class AttachProgram {
  private static final String HERE = System.getProperty("attach.here");
  private static final String ELSEWHERE = System.getProperty("attach.elsewhere");

  private AttachProgram() {}

  static void run(Target target, Transcript out) throws Exception {
    String pid = ManagementFactory.getRuntimeMXBean().getName().split("@")[0];
    List<Worker> workers = new ArrayList<>();
    JedisPool pool = target.pool();
    for (int i = 0; i < 3; i++) {
      workers.add(new Worker(target, i == 0 ? null : pool, HERE + i));
    }
    workers.forEach(Thread::start);
    Jedis old = target.jedis();
    out.attempt("old", () -> old.set(ELSEWHERE, "1"));
    for (String act : new String[] {"attach ", "attach twice ", "detach ", "attach again "}) {
      awaitSteps(workers);
      target.ask(act + pid);
      Jedis fresh = target.jedis();
      out.attempt(act + "fresh", () -> fresh.set(ELSEWHERE, "2"));
      fresh.disconnect();
      out.attempt(act + "old", () -> old.set(ELSEWHERE, "3"));
      old.disconnect();
      out.attempt(act + "reconnected", () -> old.set(ELSEWHERE, "4"));
    }
    awaitSteps(workers);
    for (Worker worker : workers) {
      out.line("worker", worker.verdict());
    }
  }

  private static void awaitSteps(List<Worker> workers) throws InterruptedException {
    for (Worker worker : workers) {
      long enough = worker.count + 200;
      while (worker.count < enough && worker.fault == null) {
        Thread.sleep(1);
      }
    }
  }

  /** Increments a counter on the server, on connections from a pool or on a new connection each time. */
  private static final class Worker extends Thread {
    private final Target target;
    private final JedisPool pool;
    private final String key;
    private volatile boolean stopped;
    private volatile long count;
    private volatile Throwable fault;

    Worker(Target target, JedisPool pool, String key) {
      this.target = target;
      this.pool = pool;
      this.key = key;
      setDaemon(true);
    }

    @Override
    public void run() {
      try {
        while (!stopped) {
          Jedis jedis = pool == null ? target.jedis() : pool.getResource();
          long counted = jedis.incr(key);
          WorkLoop.check(counted == count + 1, "counted " + counted + " after " + count);
          jedis.close();
          count++;
        }
      } catch (Throwable e) {
        e.printStackTrace();
        fault = e;
      }
    }

    Object verdict() throws InterruptedException {
      stopped = true;
      join();
      return fault == null ? "right" : fault;
    }
  }
}
