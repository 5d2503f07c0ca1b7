package io.clusteragent.session.state;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.connection.NodeIdentity;
import io.clusteragent.cluster.node.ForeignNodeException;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.session.endpoint.NodeIdentityCheck;
import java.io.IOException;
import java.util.Collections;
import java.util.Set;

/**
 * The node that the application's own connection leads to: that it is the right one, and that another takes its place when
 * it is lost.
 */
public final class EntryNode {
  private EntryNode() {}

  /** Makes sure that a connection leads to a node, and that the node's name is not another's by now. */
  public static NodeIdentityCheck identityCheckOf(Node node) {
    String id = node.expectedId();
    Set<String> ids = id.isEmpty() ? Collections.<String>emptySet() : Collections.singleton(id);
    return (connection, millis) -> {
      NodeIdentity proof = NodeIdentity.of(connection, ids, millis);
      if (proof == NodeIdentity.REFUTED) {
        node.suspect();
      } else {
        proof.applyTo(node);
      }
      return proof;
    };
  }

  /** The cluster is known from the start. A node that is in trouble is not waited for. */
  public static void expect(Session session, Node node) {
    boolean moved = !session.awaitsIdentityCheck()
        && node.isSuspect()
        && replace(session, session.entryConnection());
    if (!session.awaitsIdentityCheck() && !moved && !node.isVerified()) {
      session.pendingIdentityCheck = identityCheckOf(node);
    }
  }

  /**
   * Makes sure, while nothing is outstanding, that the own connection leads to the right server; if it does not, to another
   * node of the cluster from now on. So, too, when it does not answer: it was told nothing but the handshake.
   *
   * @throws IOException when there is none; the session has ended then
   */
  public static void verify(Session session) throws IOException {
    NodeConnection own = session.entryConnection();
    NodeIdentity proof;
    try {
      proof = session.pendingIdentityCheck.of(own, session.timeout());
    } catch (IOException e) {
      own.fail(e);
      if (session.context() == null || !abandon(session, own)) {
        throw e;
      }
      return;
    }
    if (proof == NodeIdentity.PENDING) {
      return; // it refuses the application's commands, too
    }
    if (proof == NodeIdentity.REFUTED) {
      session.endpoint.reportForeign();
      if (session.context() == null || !abandon(session, own)) {
        session.close();
        throw new ForeignNodeException(session.endpoint.address());
      }
    }
    session.pendingIdentityCheck = null;
  }

  /** The node is in trouble, or another than it should be: from now on the session's own is one that was proved. */
  private static boolean abandon(Session session, NodeConnection lost) {
    session.connections.entryNode().suspect();
    boolean moved = replace(session, lost);
    if (moved) {
      session.pendingIdentityCheck = null;
    }
    return moved;
  }

  /**
   * Gives the session another node in place of its own, unless it has one already since that connection was its own.
   *
   * @param lost a connection that broke, or leads to the wrong server
   * @return false when no other node can be reached now
   */
  public static boolean replace(Session session, NodeConnection lost) {
    if (session.entryConnection() != lost) {
      return true;
    }
    if (session.tracking) {
      return false; // the node knew which keys the application has cached
    }
    for (Node node : session.cluster().fallbackNodes(session.connections.entryNode())) {
      if (session.connections.tryReplaceEntryConnection(node)) {
        if (session.isClosed()) { // by another thread meanwhile, which closed the lost connection
          session.connections.close();
        }
        return true;
      }
    }
    return false;
  }
}
