package io.clusteragent.session.state;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.connection.NodeIdentity;
import io.clusteragent.cluster.node.ClientRefusedException;
import io.clusteragent.cluster.node.ForeignNodeException;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.Topology;
import io.clusteragent.session.endpoint.NodeIdentityCheck;
import java.io.IOException;
import java.util.Collections;
import java.util.Set;

/** Checks the entry node of a session, and replaces it when it is lost. */
public final class EntryNode {
  private EntryNode() {}

  /** Returns a check that a connection is connected to a node, and that the node's name does not belong to another one now. */
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

  /** Prepares the entry node of a session that knows its cluster from the start; a suspect node is replaced at once. */
  public static void prepare(Session session, Node node) {
    boolean moved = !session.awaitsIdentityCheck()
        && (node.isSuspect() || node.isRemoved())
        && replace(session, session.entryConnection());
    if (!session.awaitsIdentityCheck() && !moved && !node.isVerified()) {
      session.pendingIdentityCheck = identityCheckOf(node);
    }
  }

  /**
   * Checks, while nothing is outstanding, that the entry connection is connected to the right server.
   *
   * <p>If it is not, or the server does not reply, another node of the cluster becomes the entry node; the server has received
   * nothing but the handshake.
   *
   * @throws IOException when there is no other node; the session has ended then
   */
  public static void verify(Session session) throws IOException {
    NodeConnection entry = session.entryConnection();
    Node node = session.connections.entryNode();
    String right = session.identity().idRight();
    NodeIdentity proof;
    if (node != null && node.hasRefused(right)) {
      session.pendingIdentityCheck = null;
      session.cluster().identity(session.queryIdentity());
      return;
    }
    try {
      proof = session.pendingIdentityCheck.of(entry, session.timeout());
    } catch (IOException e) {
      entry.fail(e);
      if (session.context() == null || !abandon(session, entry, e)) {
        throw e;
      }
      return;
    }
    if (proof == NodeIdentity.PENDING) {
      return; // the server refuses the application's commands, too
    }
    if (proof == NodeIdentity.REFUTED) {
      ForeignNodeException foreign = new ForeignNodeException(session.endpoint.address());
      if (session.context() == null || !replaceForeign(session, entry, foreign)) {
        session.close();
        throw foreign;
      }
    }
    if (proof == NodeIdentity.DENIED && node != null) {
      node.isFirstRefusal(right);
    }
    session.pendingIdentityCheck = null;
    if (proof != NodeIdentity.REFUTED && session.context() != null) {
      session.cluster().identity(session.queryIdentity());
    }
  }

  /** Replaces the entry connection, which is connected to another server than the expected one. */
  private static boolean replaceForeign(
      Session session, NodeConnection entry, ForeignNodeException foreign) {
    if (isMember(session, entry)) {
      return replace(session, entry) || abandon(session, entry, foreign);
    }
    session.endpoint.reportForeign();
    return abandon(session, entry, foreign);
  }

  /** Whether another node of the cluster has the entry node's address now: it gives the topology, which is used then. */
  private static boolean isMember(Session session, NodeConnection entry) {
    try {
      Topology topology =
          Topology.of(entry.ask(Topology.REQUEST, session.timeout()), session.endpoint.address());
      return topology != null && session.cluster().applyIfOwn(topology);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Marks the entry node, which failed or is the wrong server, as suspect, and replaces it by a node with a proven identity.
   * A node that accepts no client now is replaced only.
   */
  private static boolean abandon(Session session, NodeConnection lost, IOException cause) {
    if (!(cause instanceof ClientRefusedException)) {
      session.connections.entryNode().suspect();
    }
    boolean moved = replace(session, lost);
    if (moved) {
      session.pendingIdentityCheck = null;
    }
    return moved;
  }

  /**
   * Gives the session another entry connection, unless it got one after that connection was the entry connection.
   *
   * <p>The same node comes first, unless it is suspect: what the application reads from its entry node stays the same.
   *
   * @param lost a connection that broke, or is connected to the wrong server
   * @return false when no node can be reached now
   */
  public static boolean replace(Session session, NodeConnection lost) {
    if (session.entryConnection() != lost) {
      return true;
    }
    if (session.tracking) {
      return false; // the node knew which keys the application has cached
    }
    Node former = session.connections.entryNode();
    if (session.connections.mayKeepEntryNode() && connect(session, former)) {
      return true;
    }
    boolean gone = session.cluster().isGone(session.deadlineMillis());
    for (Node node : session.cluster().fallbackNodes(former)) {
      if (gone && node.isSuspect()) {
        break; // all the others are, too
      }
      if (connect(session, node)) {
        return true;
      }
    }
    return false;
  }

  private static boolean connect(Session session, Node node) {
    boolean connected = session.connections.tryReplaceEntryConnection(node);
    if (connected && session.isClosed()) { // by another thread meanwhile, which closed the lost one
      session.connections.close();
    }
    return connected;
  }
}
