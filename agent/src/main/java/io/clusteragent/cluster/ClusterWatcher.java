package io.clusteragent.cluster;

/** Who wants to know of the clusters that are found. */
public interface ClusterWatcher {

  /** Nobody. */
  ClusterWatcher NOBODY = new ClusterWatcher() {
    @Override
    public void changed(Cluster cluster) {}
  };

  /**
   * A topology of a cluster was learnt, the first or another; or one was found that does not tell any. Called by the cluster's
   * background thread.
   */
  void changed(Cluster cluster);

  /** Nodes of it are in trouble. Called by the same thread, every 200 ms for as long as that lasts. */
  default void troubled(Cluster cluster) {}

  /** It was seen to, as happens every 15 s, whether or not it can be reached. Called by the same thread. */
  default void tended(Cluster cluster) {}
}
