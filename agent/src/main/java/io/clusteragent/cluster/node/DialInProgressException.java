package io.clusteragent.cluster.node;

import io.clusteragent.cluster.address.NodeAddress;
import java.io.IOException;

/**
 * A connection attempt finds another one to the same suspect node running, whose result is still open. So this exception
 * shows nothing new about the node.
 */
public final class DialInProgressException extends IOException {
  private static final long serialVersionUID = 1L;

  public DialInProgressException(NodeAddress address) {
    super("node " + address + " is suspect, and another connection attempt to it is running");
  }
}
