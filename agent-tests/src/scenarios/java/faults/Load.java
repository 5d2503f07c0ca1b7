// since 3.10
package faults;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The load under which faults are made. Described by system properties, told what to do by lines on stdin, each answered
 * by lines on stdout, the last of which is {@code end}: {@code go ROUND} starts the threads on keys of that round,
 * {@code measure} forgets the tallies so far, {@code stop} ends the threads and tells all that {@link Tally} and {@link
 * Ledger} have, {@code footprint} tells {@code footprint THREADS HEAPBYTES}.
 */
public final class Load {
  private final Clients clients = new Clients();
  private final Crew crew = new Crew(clients);

  private Load() {}

  public static void main(String[] args) throws Exception {
    Load load = new Load();
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      StringBuilder answer = new StringBuilder();
      for (String line : load.obey(order.split(" "))) {
        answer.append(line).append('\n');
      }
      System.out.print(answer.append("end\n"));
      System.out.flush();
    }
    System.exit(0);
  }

  private List<String> obey(String[] order) throws InterruptedException {
    switch (order[0]) {
      case "go":
        crew.go(order[1]);
        return Collections.emptyList();
      case "measure":
        crew.measure();
        return Collections.emptyList();
      case "stop":
        return crew.stop();
      case "footprint":
        return Collections.singletonList(footprint());
      default:
        throw new IllegalArgumentException("unknown order " + order[0]);
    }
  }

  /** After two collections with a pause, as the first one only queues what has finalizers and cleaners. */
  private static String footprint() throws InterruptedException {
    System.gc();
    TimeUnit.MILLISECONDS.sleep(200);
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long heap = runtime.totalMemory() - runtime.freeMemory();
    return "footprint " + ManagementFactory.getThreadMXBean().getThreadCount() + ' ' + heap;
  }
}
