package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.RedisCluster;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The resources that the JVM under load uses while it is idle between two faults.
 *
 * @param connections the connections of clients to all nodes
 */
record IdleUsage(int threads, long heap, int connections) {
  private static final int THREADS_MORE = 2;
  private static final long HEAP_MORE = 8L << 20;

  static IdleUsage of(LoadJvm load, RedisCluster cluster) {
    Footprint footprint = load.footprint();
    return new IdleUsage(footprint.threads(), footprint.heap(), connections(cluster));
  }

  private static int connections(RedisCluster cluster) {
    return cluster.nodes().stream()
        .mapToInt(node -> (int)
                ((String) node.ask("CLIENT", "LIST", "TYPE", "normal")).lines().count()
            - 1)
        .sum();
  }

  /** The medians, so that the result does not depend on a single moment. */
  static IdleUsage median(List<IdleUsage> points) {
    return new IdleUsage(
        (int) median(points, IdleUsage::threads), median(points, IdleUsage::heap), (int)
            median(points, IdleUsage::connections));
  }

  private static long median(List<IdleUsage> points, ToLongFunction<IdleUsage> figure) {
    long[] sorted = points.stream().mapToLong(figure).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** Whether this usage, much later than the other, is larger than by chance. */
  boolean hasGrownFrom(IdleUsage early) {
    return threads > early.threads + THREADS_MORE
        || heap > early.heap + HEAP_MORE
        || connections > early.connections * 3 / 2;
  }

  @Override
  public String toString() {
    return threads + " threads, " + heap / 1024 + " KiB heap, " + connections + " connections";
  }
}
