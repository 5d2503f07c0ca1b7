package io.clusteragent.session;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Starts a cluster of three nodes, to which nothing is connected. */
abstract class ThreeNodeCluster {
  FakeCluster cluster;
  FakeNode first;
  FakeNode second;
  FakeNode third;

  @BeforeEach
  void startCluster() {
    cluster = new FakeCluster(3);
    first = cluster.nodes.get(0);
    second = cluster.nodes.get(1);
    third = cluster.nodes.get(2);
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }
}
