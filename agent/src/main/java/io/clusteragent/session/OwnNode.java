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
        node.prove(proof);
      }
      return proof;
    };
  }

  /** The cluster is known from the start. */
  void mustBe(Node node) {
    if (check == null && !node.isProven()) {
      check = checkOf(node);
    }
  }

  /** Whether nothing but the handshake may be sent yet. */
  boolean isUnproven() {
    return check != null;
  }

  /**
   * Makes sure, while nothing is outstanding, that the own connection leads to the right server; if it does not, to another
   * node of the cluster from now on.
   *
   * @throws IOException when there is none; the session has ended then
   */
  void prove() throws IOException {
    NodeConnection own = session.own();
    NodeProof proof = check.of(own, session.timeout());
    if (proof == NodeProof.PENDING) {
      return; // it refuses the application's commands, too
    }
    if (proof == NodeProof.REFUTED) {
      session.endpoint.sayForeign();
      if (session.context() == null || !moveFrom(own)) {
        session.close();
        throw new ForeignNodeException(session.endpoint.address());
      }
    }
    check = null;
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
