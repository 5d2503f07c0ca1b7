package io.clusteragent.cluster.node;

import io.clusteragent.cluster.address.NodeAddress;
import java.io.IOException;

/** The process at a node's address is another one. Nothing but the handshake was sent to it. */
public final class ForeignNodeException extends IOException {
  private static final long serialVersionUID = 1L;

  public ForeignNodeException(NodeAddress address) {
    super("the server at " + address
        + " is not the node that its Redis Cluster names there: it was replaced, or belongs"
        + " to another cluster. Nothing is sent to it");
  }
}
