package io.clusteragent.session.recovery;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.Redirection;
import io.clusteragent.session.state.Session;

/** Is the node that a MOVED or ASK names. */
public final class RedirectionTarget {
  private final Session session;
  private final Node redirectingNode;
  private final NodeAddress address;

  /**
   * @param redirection a MOVED or ASK that names a node
   * @param redirectingNode the node that sent it
   */
  public RedirectionTarget(Session session, Redirection redirection, Node redirectingNode) {
    this.session = session;
    this.redirectingNode = redirectingNode;
    NodeAddress named = redirection.target();
    this.address = named.host().isEmpty()
        ? new NodeAddress(redirectingNode.address().host(), named.port())
        : named;
  }

  /** Returns the address that the redirection names; without a host it is the host of the redirecting node. */
  public NodeAddress address() {
    return address;
  }

  /**
   * Whether the redirection may be followed.
   *
   * <p>The application's credentials go only to nodes that something else has named, too. Slots also move to new nodes, so the
   * agent first asks the known nodes about the address.
   *
   * @param millis how long to ask the known nodes
   */
  public boolean mayBeFollowed(long millis) {
    return !session.identity().carriesCredentials()
        || session.cluster().verifyTarget(address, redirectingNode, millis);
  }
}
