package io.clusteragent.cluster;

/** Who wants to know of the clusters that are found. */
public interface ClusterWatcher {

  /** Nobody. */
  ClusterWatcher NOBODY = new ClusterWatcher() {
    @Override
    public void changed(Cluster cluster) {}
  };

  /** A topology of a cluster was learnt, the first or another. Called by the cluster's background thread. */
  void changed(Cluster cluster);

  /** It was seen to, as happens every 15 s, whether or not it can be reached. Called by the same thread. */
  default void tended(Cluster cluster) {}
}
