package io.clusteragent.observe;

import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.view.Cluster;
import io.clusteragent.log.Log;
import io.clusteragent.metrics.Count;
import java.util.Map;
import java.util.TreeMap;
import java.util.WeakHashMap;

/** Logs which clusters were found, and what needs a person. The beans show the rest. */
public final class ClusterLogListener implements Cluster.Watcher {
  private final Cluster.Watcher next;
  private final Map<Cluster, ClusterStatusMessages> news = new WeakHashMap<>(); // guarded by this

  /**
   * @param next is informed of the same afterwards
   */
  public ClusterLogListener(Cluster.Watcher next) {
    this.next = next;
  }

  @Override
  public void changed(Cluster cluster) {
    announce(cluster);
    next.changed(cluster);
  }

  @Override
  public void maintained(Cluster cluster) {
    next.maintained(cluster);
  }

  @Override
  public void nodesSuspect(Cluster cluster) {
    announceTrouble(cluster);
    next.nodesSuspect(cluster);
  }

  private synchronized void announce(Cluster cluster) {
    ClusterStatusMessages of = newsOf(cluster);
    boolean isNew = of.isNew();
    if (cluster.hidesTopology()) {
      say(isNew ? of.silent(cluster.denial()) : null);
      return;
    }
    int masters = cluster.slots().masters().size();
    int covered = cluster.slots().covered();
    if (isNew) {
      int replicas = cluster.members().size() - masters;
      Log.info(of.found(cluster.client(), masters, replicas, covered));
    }
    say(of.coverage(covered));
    say(of.redirections(
        cluster.clusterMetrics().count(Count.REDIRECTED),
        cluster.clusterMetrics().count(Count.COMMANDS),
        System.nanoTime()));
  }

  /** Warns of failing nodes that the cluster has named, if it names any: a redirection can be out of date. */
  private synchronized void announceTrouble(Cluster cluster) {
    Map<String, String> troubles = new TreeMap<>();
    for (Node node : cluster.hidesTopology() ? cluster.nodes() : cluster.members()) {
      String trouble = node.failureReason();
      if (trouble != null) {
        troubles.put(node.toString(), trouble);
      }
    }
    for (String warning : newsOf(cluster).unreachable(troubles, System.nanoTime())) {
      Log.warn(warning);
    }
  }

  private ClusterStatusMessages newsOf(Cluster cluster) {
    return news.computeIfAbsent(
        cluster, each -> new ClusterStatusMessages(each.entry().toString()));
  }

  private static void say(String warning) {
    if (warning != null) {
      Log.warn(warning);
    }
  }
}
