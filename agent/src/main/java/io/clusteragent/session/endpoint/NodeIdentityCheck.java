package io.clusteragent.session.endpoint;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.connection.NodeIdentity;
import java.io.IOException;

/** Checks a server's identity before it gets a command of the application. */
public interface NodeIdentityCheck {

  /**
   * @param quiet a connection to the server without outstanding replies
   * @param millis how long to wait for a reply; 0 waits without limit
   */
  NodeIdentity of(NodeConnection quiet, int millis) throws IOException;
}
