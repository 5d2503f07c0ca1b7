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
 * One mode of the benchmark. Described by system properties, told what to do by lines on stdin, each
 * answered by one line on stdout: {@code fill} by {@code filled} or {@code refused}, {@code warm MILLIS}
 * and {@code measure MILLIS} by {@code slice OPERATIONS NANOS BYTES}, {@code latencies} by {@code
 * latencies P50 P99 P99.9} of all measured calls in nanoseconds. A wrong reply or an exception is
 * answered by {@code failed} and ends it.
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
      // A cluster's word for keys in several slots: nothing is wrong, this mode just cannot do it.
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
