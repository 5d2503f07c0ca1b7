package io.clusteragent.observe;

import io.clusteragent.cluster.Cluster;
import io.clusteragent.cluster.ClusterWatcher;
import io.clusteragent.log.Log;
import io.clusteragent.metrics.Count;
import java.util.Map;
import java.util.WeakHashMap;

/** Says in the log what was found, and what needs a person; the beans show the rest. */
public final class Announcer implements ClusterWatcher {
  private final ClusterWatcher next;
  private final Map<Cluster, News> news = new WeakHashMap<>(); // guarded by this

  /**
   * @param next is told of the same afterwards
   */
  public Announcer(ClusterWatcher next) {
    this.next = next;
  }

  @Override
  public void changed(Cluster cluster) {
    announce(cluster);
    next.changed(cluster);
  }

  @Override
  public void tended(Cluster cluster) {
    next.tended(cluster);
  }

  private synchronized void announce(Cluster cluster) {
    News of = news.get(cluster);
    int masters = cluster.slots().masters().size();
    int covered = cluster.slots().covered();
    if (of == null) {
      of = new News(cluster.entry().toString());
      news.put(cluster, of);
      Log.info(of.found(masters, cluster.members().size() - masters, covered));
    }
    say(of.coverage(covered));
    say(of.redirections(
        cluster.count(Count.REDIRECTED), cluster.count(Count.COMMANDS), System.nanoTime()));
  }

  private static void say(String warning) {
    if (warning != null) {
      Log.warn(warning);
    }
  }
}
