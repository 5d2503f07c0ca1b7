package io.clusteragent.session.endpoint;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.connection.NodeIdentity;
import java.io.IOException;

/** How to make sure that a server is the right one before any command of the application is sent to it. */
public interface NodeIdentityCheck {

  /**
   * @param quiet a connection to the server on which nothing is outstanding
   * @param millis how long to wait for an answer; 0 waits for ever
   */
  NodeIdentity of(NodeConnection quiet, int millis) throws IOException;
}
