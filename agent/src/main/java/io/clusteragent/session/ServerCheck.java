package io.clusteragent.session;

import io.clusteragent.cluster.NodeConnection;
import io.clusteragent.cluster.NodeProof;
import java.io.IOException;

/** How to make sure that a server is the right one before any command of the application is sent to it. */
interface ServerCheck {

  /**
   * @param quiet a connection to the server on which nothing is outstanding
   * @param millis how long to wait for an answer; 0 waits for ever
   */
  NodeProof of(NodeConnection quiet, int millis) throws IOException;
}
