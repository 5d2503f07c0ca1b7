package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.RedisCluster;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What the JVM under load takes while it rests between two faults.
 *
 * @param connections of clients at all nodes
 */
record QuietPoint(int threads, long heap, int connections) {
  private static final int THREADS_MORE = 2;
  private static final long HEAP_MORE = 8L << 20;

  static QuietPoint of(LoadJvm load, RedisCluster cluster) {
    Footprint footprint = load.footprint();
    return new QuietPoint(footprint.threads(), footprint.heap(), connections(cluster));
  }

  private static int connections(RedisCluster cluster) {
    return cluster.nodes().stream()
        .mapToInt(node -> (int)
                ((String) node.ask("CLIENT", "LIST", "TYPE", "normal")).lines().count()
            - 1)
        .sum();
  }

  /** Medians, so that no single moment decides. */
  static QuietPoint median(List<QuietPoint> points) {
    return new QuietPoint(
        (int) median(points, QuietPoint::threads), median(points, QuietPoint::heap), (int)
            median(points, QuietPoint::connections));
  }

  private static long median(List<QuietPoint> points, ToLongFunction<QuietPoint> figure) {
    long[] sorted = points.stream().mapToLong(figure).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** Whether this one, much later than the other, is more than chance explains. */
  boolean hasGrownFrom(QuietPoint early) {
    return threads > early.threads + THREADS_MORE
        || heap > early.heap + HEAP_MORE
        || connections > early.connections * 3 / 2;
  }

  @Override
  public String toString() {
    return threads + " threads, " + heap / 1024 + " KiB heap, " + connections + " connections";
  }
}
