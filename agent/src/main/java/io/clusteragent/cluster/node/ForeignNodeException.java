package io.clusteragent.cluster.node;

import io.clusteragent.cluster.address.NodeAddress;
import java.io.IOException;

/** A process other than the expected node runs at the node's address. The agent sent it nothing but the handshake. */
public final class ForeignNodeException extends IOException {
  private static final long serialVersionUID = 1L;

  public ForeignNodeException(NodeAddress address) {
    super("the server at " + address
        + " is not the node that the Redis Cluster has at this address: the node was replaced, or"
        + " the server belongs to another cluster. The agent sends nothing to the server");
  }
}
