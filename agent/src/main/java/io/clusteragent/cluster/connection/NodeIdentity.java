package io.clusteragent.cluster.connection;

import io.clusteragent.cluster.node.ClientRefusedException;
import io.clusteragent.cluster.node.ClusterCommandError;
import io.clusteragent.cluster.node.ForeignNodeException;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.protocol.ErrorReply;
import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.protocol.Resp;
import java.io.IOException;
import java.util.Collection;

/**
 * States whether a new connection ends at the expected node.
 *
 * <p>An address can come into use again, also by a node of another cluster. A node's id identifies it: the node keeps the id as
 * long as it is in its cluster.
 */
public enum NodeIdentity {
  /** It is the expected node, or the server never gives its id (a proxy). It needs no further check. */
  ACCEPTED,
  /** The server denies its id to this user. It is not asked again: each denial fills the server's ACL LOG. */
  DENIED,
  /** It is another node, or not part of a cluster. */
  REFUTED,
  /** The server does not give its id yet: not authenticated, loading. It runs no command in this state either. */
  PENDING;

  public static final byte[] REQUEST = Resp.command("CLUSTER", "MYID");

  /**
   * Requests the id on a connection without outstanding replies.
   *
   * @param ids the expected ids; empty when any node of a cluster is right
   * @param millis how long to wait for the reply; 0 waits without limit
   */
  public static NodeIdentity of(NodeConnection connection, Collection<String> ids, int millis)
      throws IOException {
    Object reply = connection.ask(REQUEST, millis);
    if (reply instanceof ErrorReply && ClusterCommandError.endsConnection((ErrorReply) reply)) {
      throw new ClientRefusedException(connection, (ErrorReply) reply);
    }
    return of(reply, ids);
  }

  /**
   * Records the result in the node that the connection was made to.
   *
   * @throws ForeignNodeException when another node is there
   */
  public void applyTo(Node node) throws ForeignNodeException {
    if (this == REFUTED) {
      throw new ForeignNodeException(node.address());
    }
    if (this == ACCEPTED || this == DENIED) {
      node.verified();
    }
  }

  static NodeIdentity of(Object reply, Collection<String> ids) {
    if (reply instanceof ErrorReply) {
      switch (ClusterCommandError.of((ErrorReply) reply)) {
        case NO_CLUSTER:
          return REFUTED;
        case TEMPORARY:
          return PENDING;
        case DENIED:
          return DENIED;
        default:
          return ACCEPTED;
      }
    }
    boolean other =
        reply instanceof byte[] && !ids.isEmpty() && !ids.contains(ReplyParser.text(reply));
    return other ? REFUTED : ACCEPTED;
  }
}
