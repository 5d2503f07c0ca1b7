// since 3.10
package faults;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs the load under which faults are injected. System properties configure it.
 *
 * <p>It reads commands as lines from stdin, and answers each with lines on stdout, the last of which is {@code end}. {@code go
 * ROUND} starts the threads on keys of that round. {@code measure} discards the statistics so far. {@code stop} ends the threads
 * and prints the lines of {@link ThreadStatistics} and {@link RoundLog}. {@code footprint} prints {@code footprint THREADS
 * HEAPBYTES}.
 */
public final class Load {
  private final Clients clients = new Clients();
  private final WorkerThreads threads = new WorkerThreads(clients);

  private Load() {}

  public static void main(String[] args) throws Exception {
    Load load = new Load();
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
    for (String command = commands.readLine(); command != null; command = commands.readLine()) {
      StringBuilder answer = new StringBuilder();
      for (String line : load.execute(command.split(" "))) {
        answer.append(line).append('\n');
      }
      System.out.print(answer.append("end\n"));
      System.out.flush();
    }
    System.exit(0);
  }

  private List<String> execute(String[] command) throws InterruptedException {
    switch (command[0]) {
      case "go":
        threads.go(command[1]);
        return Collections.emptyList();
      case "measure":
        threads.measure();
        return Collections.emptyList();
      case "stop":
        return threads.stop();
      case "footprint":
        return Collections.singletonList(footprint());
      default:
        throw new IllegalArgumentException("unknown command " + command[0]);
    }
  }

  /** Collects garbage twice with a pause, because the first collection only queues objects with finalizers and cleaners. */
  private static String footprint() throws InterruptedException {
    System.gc();
    TimeUnit.MILLISECONDS.sleep(200);
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long heap = runtime.totalMemory() - runtime.freeMemory();
    return "footprint " + ManagementFactory.getThreadMXBean().getThreadCount() + ' ' + heap;
  }
}
