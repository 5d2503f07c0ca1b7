package io.clusteragent.session.recovery;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.Redirection;
import io.clusteragent.session.state.EntryNode;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.Session;
import java.io.IOException;

/**
 * Where a command goes that was refused, or whose connection broke, after the wait that this calls for; and for how long
 * that is tried in all.
 */
final class RetryTargets {

  /** A command follows at most so many MOVED and ASK in a row, as JedisCluster does. */
  private static final int MAX_REDIRECTIONS = 5;

  private final Session session;
  private final FailureReporter failures;
  private final Backoff backoff = new Backoff();

  RetryTargets(Session session, FailureReporter failures) {
    this.session = session;
    this.failures = failures;
  }

  // ---- time

  /** A command met trouble: from now on the deadline runs, unless it does already. */
  void startDeadline() {
    backoff.start(session.deadlineMillis());
  }

  /** For how long there has been trouble. */
  long nanosSinceFailure() {
    return backoff.sinceStartNanos();
  }

  /** The trouble is over: a command that was in it has its reply, or nothing is outstanding any more. */
  void clearDeadline() {
    backoff.stop();
  }

  /** Waits before the next try; false, at once, when the deadline has passed or another thread closed the session. */
  boolean pause() throws IOException {
    return !session.isClosed() && backoff.pause();
  }

  // ---- nodes

  /**
   * The node to which a refused command goes next, after the wait that the refusal calls for.
   *
   * @return {@code null} when the command has been sent often or long enough: its last error is the application's
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
        return session.connections.nodeOf(from);
      default:
        return ownerAfterPause(head, from);
    }
  }

  /** The slot's owner after a wait, in which the topology is asked for. */
  private Node ownerAfterPause(PendingCommand head, NodeConnection from) throws IOException {
    if (head.slot() < 0) {
      return null; // a command without a key means this very node
    }
    session.cluster().requestRefresh();
    // ASK and TRYAGAIN take turns while keys move; the deadline bounds that.
    head.forgetRedirections();
    return pause() ? owner(head.slot(), session.connections.nodeOf(from)) : null;
  }

  private Node askTarget(PendingCommand head, Redirection redirection, NodeConnection from) {
    RedirectionTarget target = followed(head, redirection, from);
    return target == null ? null : session.cluster().node(target.address());
  }

  private Node movedTarget(PendingCommand head, Redirection redirection, NodeConnection from) {
    RedirectionTarget target = followed(head, redirection, from);
    if (target == null) {
      return null;
    }
    Node owner = session.cluster().slotMoved(redirection.slot(), target.address());
    if (owner == session.connections.nodeOf(from)) {
      // A proxied service says so when a connection is of no more use: reconnect.
      from.fail(new IOException("node " + owner + " redirected to itself"));
      session.connections.release(from);
    }
    return owner;
  }

  /** Where the redirection leads; {@code null} when there were too many, or it must not be followed. */
  private RedirectionTarget followed(
      PendingCommand head, Redirection redirection, NodeConnection from) {
    if (head.countRedirection() > MAX_REDIRECTIONS) {
      return null;
    }
    Node informant = session.connections.nodeOf(from);
    RedirectionTarget target = new RedirectionTarget(session, redirection, informant);
    if (target.mayBeFollowed(backoff.leftMillis())) {
      return target;
    }
    session.context().reportUntrusted(informant, target.address());
    return null;
  }

  /** The master of a slot as it is known now; the other node when none is known, or there is no slot. */
  Node owner(int slot, Node otherwise) {
    Node owner = slot < 0 ? null : session.cluster().slots().owner(slot);
    return owner == null ? otherwise : owner;
  }

  /**
   * The node for what no key leads anywhere else.
   *
   * @param broken a connection; if it is the own one, another node takes the own one's place
   */
  Node entryNode(NodeConnection broken) {
    EntryNode.replace(session, broken);
    return session.connections.entryNode();
  }

  // ---- connections

  /** A quiet connection to a node, or to the slot's owner as soon as one can be reached. */
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
          throw failures.notExecutedException(head, e);
        }
        node = owner(head.slot(), node);
      }
    }
  }

  /** Sends a command on a connection on which nothing is outstanding but what the command drops. */
  void send(PendingCommand head, NodeConnection connection) {
    connection.expectReply();
    connection.append(session.log.bytes(), head.logStart(), head.logLength());
    connection.flush();
    head.writtenTo(connection);
  }
}
