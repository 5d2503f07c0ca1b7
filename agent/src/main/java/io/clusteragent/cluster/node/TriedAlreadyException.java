package io.clusteragent.cluster.node;

import io.clusteragent.cluster.address.NodeAddress;
import java.io.IOException;

/** Somebody else is dialling a node in trouble, and has not heard of it yet: nothing is known of the node by that. */
public final class TriedAlreadyException extends IOException {
  private static final long serialVersionUID = 1L;

  public TriedAlreadyException(NodeAddress address) {
    super("node " + address + " is in trouble, and is being tried already");
  }
}
