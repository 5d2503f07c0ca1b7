package io.clusteragent.session;

import io.clusteragent.cluster.ForeignNodeException;
import io.clusteragent.cluster.Node;
import io.clusteragent.cluster.NodeConnection;
import io.clusteragent.cluster.NodeProof;
import java.io.IOException;
import java.util.Collections;
import java.util.Set;

/**
 * The node that the application's own connection leads to: that it is the right one, and that another takes its place when
 * it is lost.
 */
final class OwnNode {
  private final Session session;

  /** What is still to be made sure of before the first command of the application leaves, or {@code null}. */
  private ServerCheck check;

  OwnNode(Session session, ServerCheck check) {
    this.session = session;
    this.check = check;
  }

  /** Makes sure that a connection leads to a node, and that the node's name is not another's by now. */
  static ServerCheck checkOf(Node node) {
    String id = node.idToProve();
    Set<String> ids = id.isEmpty() ? Collections.<String>emptySet() : Collections.singleton(id);
    return (connection, millis) -> {
      NodeProof proof = NodeProof.of(connection, ids, millis);
      if (proof == NodeProof.REFUTED) {
        node.suspect();
      } else {
        proof.applyTo(node);
      }
      return proof;
    };
  }

  /** The cluster is known from the start. A node that is in trouble is not waited for. */
  void mustBe(Node node) {
    boolean moved = check == null && node.isSuspect() && moveFrom(session.own());
    if (check == null && !moved && !node.isProven()) {
      check = checkOf(node);
    }
  }

  /** Whether nothing but the handshake may be sent yet. */
  boolean isUnproven() {
    return check != null;
  }

  /**
   * Makes sure, while nothing is outstanding, that the own connection leads to the right server; if it does not, to another
   * node of the cluster from now on. So, too, when it does not answer: it was told nothing but the handshake.
   *
   * @throws IOException when there is none; the session has ended then
   */
  void prove() throws IOException {
    NodeConnection own = session.own();
    NodeProof proof;
    try {
      proof = check.of(own, session.timeout());
    } catch (IOException e) {
      own.fail(e);
      if (session.context() == null || !leave(own)) {
        throw e;
      }
      return;
    }
    if (proof == NodeProof.PENDING) {
      return; // it refuses the application's commands, too
    }
    if (proof == NodeProof.REFUTED) {
      session.endpoint.sayForeign();
      if (session.context() == null || !leave(own)) {
        session.close();
        throw new ForeignNodeException(session.endpoint.address());
      }
    }
    check = null;
  }

  /** The node is in trouble, or another than it should be: from now on the session's own is one that was proved. */
  private boolean leave(NodeConnection lost) {
    session.leases.ownNode().suspect();
    boolean moved = moveFrom(lost);
    if (moved) {
      check = null;
    }
    return moved;
  }

  /**
   * Gives the session another node in place of its own, unless it has one already since that connection was its own.
   *
   * @param lost a connection that broke, or leads to the wrong server
   * @return false when no other node can be reached now
   */
  boolean moveFrom(NodeConnection lost) {
    if (session.own() != lost) {
      return true;
    }
    if (session.tracking) {
      return false; // the node knew which keys the application has cached
    }
    for (Node node : session.cluster().standIns(session.leases.ownNode())) {
      if (session.leases.tryMoveOwn(node)) {
        if (session.isClosed()) { // by another thread meanwhile, which closed the lost connection
          session.leases.close();
        }
        return true;
      }
    }
    return false;
  }
}
