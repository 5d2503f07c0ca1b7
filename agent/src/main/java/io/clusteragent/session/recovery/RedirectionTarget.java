package io.clusteragent.session.recovery;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.Redirection;
import io.clusteragent.session.state.Session;

/** Where MOVED or ASK leads. */
public final class RedirectionTarget {
  private final Session session;
  private final Node informant;
  private final NodeAddress address;

  /**
   * @param redirection of the kind MOVED or ASK that names a node
   * @param informant the node that said it
   */
  public RedirectionTarget(Session session, Redirection redirection, Node informant) {
    this.session = session;
    this.informant = informant;
    NodeAddress named = redirection.target();
    this.address =
        named.host().isEmpty() ? new NodeAddress(informant.address().host(), named.port()) : named;
  }

  /** The address that is named; without a host it is at the host that answered. */
  public NodeAddress address() {
    return address;
  }

  /**
   * Whether the redirection may be followed: the credentials of the application go to no node that nothing else has named.
   * That is found out first, as slots move to new nodes, too.
   *
   * @param millis how long to ask the nodes that are known
   */
  public boolean mayBeFollowed(long millis) {
    return !session.identity().carriesCredentials()
        || session.cluster().verifyTarget(address, informant, millis);
  }
}
