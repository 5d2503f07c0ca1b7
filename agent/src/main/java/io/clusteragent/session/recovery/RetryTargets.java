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
  private final FailureReporter outcomes;
  private final Backoff backoff = new Backoff();

  RetryTargets(Session session, FailureReporter outcomes) {
    this.session = session;
    this.outcomes = outcomes;
  }

  // ---- time

  /** A command met trouble: from now on the deadline runs, unless it does already. */
  void trouble() {
    backoff.start(session.deadlineMillis());
  }

  /** For how long there has been trouble. */
  long troubleNanos() {
    return backoff.sinceStartNanos();
  }

  /** The trouble is over: a command that was in it has its reply, or nothing is outstanding any more. */
  void calm() {
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
    trouble();
    switch (redirection.kind()) {
      case MOVED:
        head.moveTo(redirection.slot());
        return redirection.namesNode() ? moved(head, redirection, from) : later(head, from);
      case ASK:
        return redirection.namesNode() ? asked(head, redirection, from) : later(head, from);
      case NOSCRIPT:
        return session.leases.nodeOf(from);
      default:
        return later(head, from);
    }
  }

  /** The slot's owner after a wait, in which the topology is asked for. */
  private Node later(PendingCommand head, NodeConnection from) throws IOException {
    if (head.slot() < 0) {
      return null; // a command without a key means this very node
    }
    session.cluster().requestRefresh();
    // ASK and TRYAGAIN take turns while keys move; the deadline bounds that.
    head.forgetRedirections();
    return pause() ? owner(head.slot(), session.leases.nodeOf(from)) : null;
  }

  private Node asked(PendingCommand head, Redirection redirection, NodeConnection from) {
    RedirectionTarget target = follow(head, redirection, from);
    return target == null ? null : session.cluster().node(target.address());
  }

  private Node moved(PendingCommand head, Redirection redirection, NodeConnection from) {
    RedirectionTarget target = follow(head, redirection, from);
    if (target == null) {
      return null;
    }
    Node owner = session.cluster().slotMoved(redirection.slot(), target.address());
    if (owner == session.leases.nodeOf(from)) {
      // A proxied service says so when a connection is of no more use: reconnect.
      from.fail(new IOException("node " + owner + " redirected to itself"));
      session.leases.giveBack(from);
    }
    return owner;
  }

  /** Where the redirection leads; {@code null} when there were too many, or it must not be followed. */
  private RedirectionTarget follow(
      PendingCommand head, Redirection redirection, NodeConnection from) {
    if (head.countRedirection() > MAX_REDIRECTIONS) {
      return null;
    }
    Node informant = session.leases.nodeOf(from);
    RedirectionTarget target = new RedirectionTarget(session, redirection, informant);
    if (target.mayBeFollowed(backoff.leftMillis())) {
      return target;
    }
    session.context().sayUntrusted(informant, target.address());
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
  Node ownNode(NodeConnection broken) {
    EntryNode.moveFrom(session, broken);
    return session.leases.ownNode();
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
        return session.leases.takeQuiet(node);
      } catch (IOException e) {
        session.cluster().requestRefresh();
        if (!pause()) {
          throw outcomes.unreachable(head, e);
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
