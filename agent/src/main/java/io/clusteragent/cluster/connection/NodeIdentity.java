package io.clusteragent.cluster.connection;

import io.clusteragent.cluster.node.ClusterCommandError;
import io.clusteragent.cluster.node.ForeignNodeException;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.protocol.ErrorReply;
import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.protocol.Resp;
import java.io.IOException;
import java.util.Collection;

/**
 * Whether the process at the other end of a fresh connection is the node that it is taken for: addresses are used again, by
 * nodes of other clusters too. A node is known by its id, which it keeps as long as it is in its cluster.
 */
public enum NodeIdentity {
  /** It is, or the server will never say (rights, a proxy): then it is not asked again. */
  GIVEN,
  /** It is another one. */
  REFUTED,
  /** It does not say yet: not authenticated, loading. It runs no command then either. */
  PENDING;

  public static final byte[] QUESTION = Resp.command("CLUSTER", "MYID");

  /**
   * Asks on a connection on which nothing is outstanding.
   *
   * @param ids the ids that are right; empty when every node of a cluster is
   * @param millis how long to wait for the answer; 0 waits for ever
   */
  public static NodeIdentity of(NodeConnection connection, Collection<String> ids, int millis)
      throws IOException {
    return of(connection.ask(QUESTION, millis), ids);
  }

  /**
   * Records the result for the node that the connection was made to.
   *
   * @throws ForeignNodeException when another node is there
   */
  public void applyTo(Node node) throws ForeignNodeException {
    if (this == REFUTED) {
      throw new ForeignNodeException(node.address());
    }
    if (this == GIVEN) {
      node.verified();
    }
  }

  static NodeIdentity of(Object reply, Collection<String> ids) {
    if (reply instanceof ErrorReply) {
      switch (ClusterCommandError.of((ErrorReply) reply)) {
        case NO_CLUSTER:
          return REFUTED;
        case PASSING:
          return PENDING;
        default:
          return GIVEN;
      }
    }
    boolean other =
        reply instanceof byte[] && !ids.isEmpty() && !ids.contains(ReplyParser.text(reply));
    return other ? REFUTED : GIVEN;
  }
}
