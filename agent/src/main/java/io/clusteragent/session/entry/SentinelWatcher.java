package io.clusteragent.session.entry;

import io.clusteragent.cluster.view.Cluster;

/** Informs the clients of Sentinels when a cluster changes. It passes all calls on to the next watcher. */
final class SentinelWatcher implements Cluster.Watcher {
  private final Cluster.Watcher next;

  /** {@code null} only until the registry is complete, before there is any cluster. */
  private volatile SentinelAddresses sentinels;

  SentinelWatcher(Cluster.Watcher next) {
    this.next = next;
  }

  void inform(SentinelAddresses informed) {
    sentinels = informed;
  }

  @Override
  public void changed(Cluster cluster) {
    sentinels.clustersChanged();
    next.changed(cluster);
  }

  @Override
  public void nodesSuspect(Cluster cluster) {
    sentinels.clustersChanged();
    next.nodesSuspect(cluster);
  }

  @Override
  public void maintained(Cluster cluster) {
    next.maintained(cluster);
  }
}
