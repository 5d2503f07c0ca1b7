package io.clusteragent.session;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Starts a cluster of three nodes and an application that is connected to the first one. */
abstract class ThreeNodes {
  FakeCluster cluster;
  FakeNode first;
  FakeNode second;
  FakeNode third;
  Application application;

  @BeforeEach
  void startCluster() {
    cluster = new FakeCluster(3);
    first = cluster.nodes.get(0);
    second = cluster.nodes.get(1);
    third = cluster.nodes.get(2);
    application = cluster.connect(first);
  }

  @AfterEach
  void stopCluster() throws IOException {
    application.close();
    cluster.close();
  }
}
