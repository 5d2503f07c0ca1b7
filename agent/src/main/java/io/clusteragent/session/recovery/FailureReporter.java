package io.clusteragent.session.recovery;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.Redirection;
import io.clusteragent.metrics.Count;
import io.clusteragent.metrics.Metrics;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.Session;
import io.clusteragent.session.state.Transaction;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * Reports failed and retried commands.
 *
 * <p>It reports to the counters, to the {@link CommandTrace}, and to the application when it has to see a refusal or a loss.
 */
final class FailureReporter {
  private static final String NOT_SENT = "not sent";
  private static final String OUTCOME_UNKNOWN = "outcome unknown";

  private final Session session;
  private final CommandTrace trace;

  FailureReporter(Session session) {
    this.session = session;
    this.trace = new CommandTrace(session);
  }

  CommandTrace trace() {
    return trace;
  }

  /** Counts the outcome of a command: for the node of its connection, else for the cluster. */
  void count(NodeConnection connection, Count what) {
    if (session.context() != null) {
      boolean known = connection != null && connection.node() != null;
      Metrics metrics = known ? connection.node().metrics() : session.cluster().metrics();
      metrics.add(what);
    }
  }

  // ---- failures that the application does not see

  /** Records that a refused command was sent again. */
  void recordRedirected(
      PendingCommand head, Redirection.Kind kind, NodeConnection from, NodeConnection to) {
    count(from, counted(kind));
    trace.recordFailure(head, kind.name(), from, to);
  }

  private static Count counted(Redirection.Kind kind) {
    switch (kind) {
      case MOVED:
      case ASK:
        return Count.REDIRECTED;
      case NOSCRIPT:
        return Count.SCRIPTS_BROUGHT;
      default:
        return Count.WAITED;
    }
  }

  /** Records that a command whose connection broke was sent again. */
  void recordResent(PendingCommand head, boolean neverSent, NodeConnection from) {
    count(from, neverSent ? Count.UNSENT_RESENT : Count.UNKNOWN_RESENT);
    trace.recordFailure(head, neverSent ? NOT_SENT : OUTCOME_UNKNOWN, from, head.connection());
  }

  /** Records that a whole transaction was sent again, because a node refused a part of it or its connection broke. */
  void recordReplayed(PendingCommand head, Redirection redirection, NodeConnection from) {
    String reason = redirection == null ? NOT_SENT : redirection.kind().name();
    trace.recordFailure(head, reason, from, head.transaction().connection());
  }

  // ---- failures that the application sees

  /** Lets the application see a refusal; the transaction that the command belongs to must not run any more. */
  void showRefusal(PendingCommand head, NodeConnection from, byte[] line) {
    if (head.transaction() != null && head.step() == Transaction.WATCH) {
      session.watchRefused(head.transaction());
    } else if (head.transaction() != null) {
      head.transaction().refuse();
    }
    count(from, Count.REFUSALS_SHOWN);
    trace.recordFailure(head, code(line), from, null);
    head.answer(line);
  }

  /** Returns the first word of an error. */
  private static String code(byte[] line) {
    int end = 1;
    while (end < line.length && line[end] > ' ') {
      end++;
    }
    return new String(line, 1, end - 1, StandardCharsets.ISO_8859_1);
  }

  /** Returns the exception for a command that was lost with its connection and is not sent again. */
  IOException lossException(
      PendingCommand head, boolean neverSent, NodeConnection connection, IOException cause) {
    return neverSent
        ? notExecutedException(head, connection == null ? null : connection.node(), cause)
        : outcomeUnknownException(head, connection, cause);
  }

  /**
   * @param known the node that cannot be reached; {@code null} stands for the owner of the command's hash slot
   * @param cause the reason; {@code null} when only the node knows it
   */
  IOException notExecutedException(PendingCommand head, Node known, IOException cause) {
    count(head.connection(), Count.UNSENT_SHOWN);
    trace.recordFailure(head, NOT_SENT, head.connection(), null);
    int slot = head.slot();
    Node node = known == null && slot >= 0 ? session.cluster().slots().owner(slot) : known;
    String reason = cause != null ? cause.getMessage() : node == null ? null : node.failureReason();
    String which = (node == null ? "" : " " + node) + (slot < 0 ? "" : " for hash slot " + slot);
    return new IOException(
        head.command().name() + " was not executed: its Redis Cluster node" + which
            + " cannot be reached" + (reason == null ? "" : " (" + reason + ")"),
        cause);
  }

  IOException outcomeUnknownException(
      PendingCommand head, NodeConnection connection, IOException cause) {
    count(connection, Count.UNKNOWN_SHOWN);
    trace.recordFailure(head, OUTCOME_UNKNOWN, connection, null);
    String message = "the outcome of " + head.command().name() + " on node " + connection
        + " is unknown: " + cause.getMessage();
    if (cause instanceof SocketTimeoutException) {
      // Applications recognize a timeout by this type, and some by the message of the JDK.
      SocketTimeoutException timeout = new SocketTimeoutException(cause.getMessage());
      timeout.addSuppressed(new IOException(message, cause));
      return timeout;
    }
    return new IOException(message, cause);
  }
}
