package io.clusteragent.session.recovery;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.Redirection;
import io.clusteragent.session.state.EntryNode;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.Session;
import java.io.IOException;

/**
 * Chooses the node for a command that was refused or lost its connection.
 *
 * <p>It waits as long as the failure requires, and limits the time of all attempts.
 */
final class RetryTargets {

  /** The most MOVED and ASK that a command follows in a row without a wait, as in JedisCluster. */
  private static final int MAX_REDIRECTIONS = 5;

  private final Session session;
  private final FailureReporter failures;
  private final Backoff backoff = new Backoff();

  RetryTargets(Session session, FailureReporter failures) {
    this.session = session;
    this.failures = failures;
  }

  // ---- time

  /** Starts the deadline after a failure, unless it runs already. */
  void startDeadline() {
    backoff.start(session.deadlineMillis());
  }

  /** Returns the time since the first failure. */
  long nanosSinceFailure() {
    return backoff.sinceStartNanos();
  }

  /** Stops the deadline: a command that failed has its reply, or nothing is outstanding any more. */
  void clearDeadline() {
    backoff.stop();
  }

  /**
   * Waits before the next attempt; returns false, at once, when the deadline has passed, the cluster is gone, or another thread
   * closed the session.
   */
  boolean pause() throws IOException {
    return !session.isClosed()
        && !session.cluster().isGone(session.deadlineMillis())
        && backoff.pause();
  }

  // ---- nodes

  /**
   * Returns the next node for a refused command, after the wait that the refusal requires.
   *
   * @return {@code null} when the command was sent too often or for too long; the application then sees its last error
   */
  Node next(PendingCommand head, Redirection redirection, NodeConnection from) throws IOException {
    head.countAttempt();
    startDeadline();
    switch (redirection.kind()) {
      case MOVED:
        head.moveTo(redirection.slot());
        return redirection.namesNode()
            ? movedTarget(head, redirection, from)
            : ownerAfterPause(head, from);
      case ASK:
        return redirection.namesNode()
            ? askTarget(head, redirection, from)
            : ownerAfterPause(head, from);
      case NOSCRIPT:
        return from.node();
      default:
        return ownerAfterPause(head, from);
    }
  }

  /** Returns the slot's owner after a wait, during which the topology is refreshed. */
  private Node ownerAfterPause(PendingCommand head, NodeConnection from) throws IOException {
    if (head.slot() < 0) {
      return null; // a command without a key concerns this node only
    }
    session.cluster().requestRefresh();
    // ASK and TRYAGAIN take turns while keys move; the deadline bounds that.
    head.forgetRedirections();
    return pause() ? owner(head.slot(), from.node()) : null;
  }

  private Node askTarget(PendingCommand head, Redirection redirection, NodeConnection from) {
    RedirectionTarget target =
        head.countRedirection() > MAX_REDIRECTIONS ? null : target(redirection, from);
    return target == null ? null : session.cluster().node(target.address());
  }

  /** Two nodes name each other until both know a slot's new owner: after a few redirections the agent waits before the next. */
  private Node movedTarget(PendingCommand head, Redirection redirection, NodeConnection from)
      throws IOException {
    RedirectionTarget target =
        head.countRedirection() > MAX_REDIRECTIONS && !pause() ? null : target(redirection, from);
    if (target == null) {
      return null;
    }
    Node owner = session.cluster().slotMoved(redirection.slot(), target.address());
    if (owner == from.node()) {
      // A service behind a proxy sends this when the connection is stale: reconnect.
      from.fail(new IOException("node " + owner + " redirected to itself"));
      session.connections.release(from);
    }
    return owner;
  }

  /** Returns the node that the redirection names; {@code null} when it must not be followed. */
  private RedirectionTarget target(Redirection redirection, NodeConnection from) {
    Node redirectingNode = from.node();
    RedirectionTarget target = new RedirectionTarget(session, redirection, redirectingNode);
    if (target.mayBeFollowed(backoff.leftMillis())) {
      return target;
    }
    session.context().reportUntrusted(redirectingNode, target.address());
    return null;
  }

  /** Returns the known master of a slot; the other node when no master is known, or there is no slot. */
  Node owner(int slot, Node otherwise) {
    Node owner = slot < 0 ? null : session.cluster().slots().owner(slot);
    return owner == null ? otherwise : owner;
  }

  /**
   * Returns the node for a command without a key.
   *
   * @param broken a connection that broke; if it is the entry connection, another node becomes the entry node
   */
  Node entryNode(NodeConnection broken) {
    EntryNode.replace(session, broken);
    return session.connections.entryNode();
  }

  // ---- connections

  /** Returns a connection without outstanding replies to a node, or to the slot's owner once one can be reached. */
  NodeConnection connect(Node target, PendingCommand head) throws IOException {
    Node node = target;
    while (true) {
      try {
        if (node == null) {
          throw new IOException("no node is known to serve slot " + head.slot());
        }
        return session.connections.takeIdle(node);
      } catch (IOException e) {
        session.cluster().requestRefresh();
        if (!pause()) {
          throw failures.notExecutedException(head, node, e);
        }
        node = owner(head.slot(), node);
      }
    }
  }

  /** Sends a command on a connection without outstanding replies, other than those that the command drops. */
  void send(PendingCommand head, NodeConnection connection) {
    connection.expectReply();
    connection.append(session.log.bytes(), head.logStart(), head.logLength());
    connection.flush();
    head.writtenTo(connection);
  }
}
