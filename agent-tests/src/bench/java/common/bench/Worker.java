package bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Runs one mode of the benchmark. System properties configure it.
 *
 * <p>It reads commands as lines from stdin, and answers each with one line on stdout: {@code fill} with {@code filled} or {@code
 * refused}, {@code warm MILLIS} and {@code measure MILLIS} with {@code slice OPERATIONS NANOS BYTES}, {@code latencies} with
 * {@code latencies P50 P99 P99.9} of all measured calls in nanoseconds. At a wrong reply or an exception it answers {@code
 * failed}, and ends.
 */
public final class Worker {
  private final int threads = Integer.getInteger("threads");
  private final Data data = new Data(
      Integer.getInteger("keys"), System.getProperty("tag"), Integer.getInteger("value.bytes"));
  private final Workload workload = Workloads.of(
      System.getProperty("workload"),
      client(),
      data,
      Integer.getInteger("count"),
      System.getProperty("script"));
  private final ExecutorService callers = Executors.newFixedThreadPool(threads);
  private final List<KeyPicker> pickers = new ArrayList<>();
  private final Latencies latencies = new Latencies();

  private Worker() {
    for (int i = 0; i < threads; i++) {
      pickers.add(new KeyPicker(data.size, i));
    }
  }

  private Client client() {
    String[] servers = System.getProperty("servers").split(",");
    if (Boolean.getBoolean("jediscluster")) {
      return new ClusterClient(servers[0], threads, data);
    }
    Pools pools = new Pools(servers, System.getProperty("pool.of.key"), threads);
    return servers.length > 1 ? new FreeClient(pools, data) : new PlainClient(pools, data);
  }

  public static void main(String[] args) throws Exception {
    try {
      BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
      Worker worker = new Worker();
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        System.out.println(worker.obey(order.split(" ")));
      }
      System.exit(0);
    } catch (Throwable e) {
      e.printStackTrace();
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      System.out.println("failed " + String.valueOf(cause).replace('\n', ' '));
      System.exit(1);
    }
  }

  private String obey(String[] order) throws Exception {
    switch (order[0]) {
      case "fill":
        return fill();
      case "warm":
        return "slice " + slice(order[1], new Latencies());
      case "measure":
        return "slice " + slice(order[1], latencies);
      case "latencies":
        return "latencies "
            + latencies.percentile(0.5)
            + " "
            + latencies.percentile(0.99)
            + " "
            + latencies.percentile(0.999);
      default:
        throw new IllegalArgumentException("unknown order " + order[0]);
    }
  }

  private String fill() {
    workload.fill();
    try {
      workload.call(pickers.get(0));
      return "filled";
    } catch (RuntimeException e) {
      // A cluster's error for keys in several slots: this mode does not support the workload.
      if (String.valueOf(e.getMessage()).startsWith("CROSSSLOT")) {
        return "refused " + e.getMessage();
      }
      throw e;
    }
  }

  private Slice slice(String millis, Latencies latencies) throws Exception {
    return Slice.run(
        workload,
        TimeUnit.MILLISECONDS.toNanos(Long.parseLong(millis)),
        callers,
        pickers,
        latencies);
  }
}
