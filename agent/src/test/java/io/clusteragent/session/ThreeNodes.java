package io.clusteragent.session;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Starts a cluster of three nodes and an application that is connected to the first one. */
abstract class ThreeNodes extends ThreeNodeCluster {
  Application application;

  @BeforeEach
  void connectApplication() {
    application = cluster.connect(first);
  }

  @AfterEach
  void closeApplication() throws IOException {
    application.close();
  }
}
