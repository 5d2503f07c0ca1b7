package io.clusteragent.observe;

import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.view.Cluster;
import io.clusteragent.log.Log;
import io.clusteragent.metrics.Count;
import java.util.Map;
import java.util.TreeMap;
import java.util.WeakHashMap;

/** Logs which clusters were found, and conditions that an operator must repair. The beans show the rest. */
public final class ClusterLogListener implements Cluster.Watcher {
  private final Cluster.Watcher next;
  private final Map<Cluster, ClusterStatusMessages> messages =
      new WeakHashMap<>(); // guarded by this

  /**
   * @param next receives the same calls afterwards
   */
  public ClusterLogListener(Cluster.Watcher next) {
    this.next = next;
  }

  @Override
  public void changed(Cluster cluster) {
    logStatus(cluster);
    next.changed(cluster);
  }

  @Override
  public void maintained(Cluster cluster) {
    next.maintained(cluster);
  }

  @Override
  public void nodesSuspect(Cluster cluster) {
    logUnreachableNodes(cluster);
    next.nodesSuspect(cluster);
  }

  private synchronized void logStatus(Cluster cluster) {
    ClusterStatusMessages status = messagesFor(cluster);
    boolean isNew = status.isNew();
    if (cluster.hidesTopology()) {
      warnUnlessNull(isNew ? status.topologyDenied(cluster.denial()) : null);
      return;
    }
    int covered = cluster.slots().covered();
    if (isNew) {
      Log.info(
          status.found(cluster.client(), cluster.slots().masters(), cluster.members(), covered));
    }
    warnUnlessNull(status.coverage(covered));
    warnUnlessNull(status.redirections(
        cluster.clusterMetrics().count(Count.REDIRECTED),
        cluster.clusterMetrics().count(Count.COMMANDS),
        System.nanoTime()));
  }

  /**
   * Warns of failing nodes. Where the cluster names its nodes, only those count, because a redirection can be out of date.
   */
  private synchronized void logUnreachableNodes(Cluster cluster) {
    Map<String, String> failureReasons = new TreeMap<>();
    for (Node node : cluster.hidesTopology() ? cluster.nodes() : cluster.members()) {
      String reason = node.failureReason();
      if (reason != null) {
        failureReasons.put(node.toString(), reason);
      }
    }
    for (String warning : messagesFor(cluster).unreachable(failureReasons, System.nanoTime())) {
      Log.warn(warning);
    }
  }

  private ClusterStatusMessages messagesFor(Cluster cluster) {
    return messages.computeIfAbsent(
        cluster, each -> new ClusterStatusMessages(each.entry().toString()));
  }

  private static void warnUnlessNull(String warning) {
    if (warning != null) {
      Log.warn(warning);
    }
  }
}
