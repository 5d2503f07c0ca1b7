package io.clusteragent.cluster.view;

import io.clusteragent.cluster.node.Node;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Decides how often the cluster is asked whether it has replaced a suspect member.
 *
 * <p>A failover takes one or two {@code cluster-node-timeout}, 15 s by default, and has to be noticed at once. A member that is
 * suspect for longer is unlikely to be replaced soon. A suspect node that the cluster no longer names is replaced already.
 */
final class SuspectMembers {
  /** Only the refresh of the maintenance is due. */
  static final long NO_REFRESH = -1;

  private static final long OFTEN_MILLIS = 200;
  private static final long OFTEN_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long SELDOM_MILLIS = 1000;
  private static final long SELDOM_NANOS = TimeUnit.MINUTES.toNanos(5);

  private SuspectMembers() {}

  /** The pause before the next refresh, by the member that became suspect last. */
  static long pauseMillis(ClusterTopology cluster) {
    Collection<Node> nodes = cluster.allNodes();
    if (!cluster.members().isEmpty()) {
      Set<Node> named = new HashSet<>(cluster.members());
      named.addAll(cluster.slots().masters()); // by redirections, too
      nodes = named;
    }
    long shortest = SELDOM_NANOS;
    for (Node node : nodes) {
      long nanos = node.suspectNanos();
      if (nanos > 0) {
        shortest = Math.min(shortest, nanos);
      }
    }
    return pauseMillis(shortest);
  }

  static long pauseMillis(long suspectNanos) {
    if (suspectNanos >= SELDOM_NANOS) {
      return NO_REFRESH;
    }
    return suspectNanos < OFTEN_NANOS ? OFTEN_MILLIS : SELDOM_MILLIS;
  }
}
