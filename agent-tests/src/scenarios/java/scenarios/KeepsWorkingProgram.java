// since 2.9
package scenarios;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Runs the loops of a legacy service, all at the same time, while the harness performs {@code loops.acts}. After each act every
 * loop must make progress. {@code loops.tags} names one hash tag for each kind of loop.
 */
final class KeepsWorkingProgram {
  private static final int STEPS = 50;
  private static final long LONGEST_WAIT_NANOS = 25_000_000_000L;

  static void run(Target target, Transcript out) throws Exception {
    String[] tags = System.getProperty("loops.tags").split(",");
    Queue queue = new Queue(tags[0]);
    Map<String, WorkLoop> loops = new LinkedHashMap<>();
    loops.put("subscriber", new PublishedMessages(target, Boolean.getBoolean("loops.allMessages")));
    loops.put("producer", queue.new Producer(target));
    loops.put("worker", queue.new Worker(target));
    loops.put("transactions", new TransactionLoop(target, tags[1]));
    loops.put("watching one", new WatchLoop(target, tags[2], "one"));
    loops.put("watching other", new WatchLoop(target, tags[2], "other"));
    loops.put("script", new ScriptLoop(target, tags[3]));
    for (WorkLoop each : loops.values()) {
      each.start();
    }
    awaitSteps(loops);
    for (String act : System.getProperty("loops.acts").split(",")) {
      target.ask(act);
      awaitSteps(loops);
    }
    for (WorkLoop each : loops.values()) {
      each.stop();
    }
    int exceptions = 0;
    for (Map.Entry<String, WorkLoop> each : loops.entrySet()) {
      out.line(each.getKey(), each.getValue().verdict());
      exceptions += each.getValue().exceptions();
    }
    out.line("exceptions", exceptions);
  }

  /** The result of a loop shows whether it has ended or makes no progress. */
  private static void awaitSteps(Map<String, WorkLoop> loops) throws InterruptedException {
    long end = System.nanoTime() + LONGEST_WAIT_NANOS;
    for (WorkLoop each : loops.values()) {
      long soFar = each.steps();
      while (each.isRunning() && each.steps() < soFar + STEPS) {
        if (System.nanoTime() > end) {
          return;
        }
        Thread.sleep(5);
      }
    }
  }
}
