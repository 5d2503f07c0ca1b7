package io.clusteragent.session.recovery;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.Redirection;
import io.clusteragent.config.Options.ReadFrom;
import io.clusteragent.session.bytes.WireCommands;
import io.clusteragent.session.state.EntryNode;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.PendingReply;
import io.clusteragent.session.state.Session;
import java.io.IOException;
import java.net.SocketTimeoutException;

/**
 * Handles commands that a node refused or that lost their connection.
 *
 * <p>It is the one place that acts on a {@link Redirection}. A command has one of three outcomes: refused (safe to repeat),
 * never sent (safe to repeat), or sent with its reply unknown. In the third case it is repeated only when its command data say
 * that it is repeatable.
 */
public final class CommandRetry {
  private static final byte[] NO_REPLY = new byte[0];

  final FailureReporter failures;
  final MissingScripts missingScripts;
  final ScriptErrors scriptErrors;
  private final Session session;
  private final RetryTargets targets;
  private final TransactionRecovery transactions;

  public CommandRetry(Session session, ReadAhead readAhead) {
    this.session = session;
    this.failures = new FailureReporter(session);
    this.missingScripts = new MissingScripts(session);
    this.scriptErrors = new ScriptErrors(session, readAhead);
    this.targets = new RetryTargets(session, failures);
    this.transactions = new TransactionRecovery(session, targets, failures, readAhead);
  }

  public CommandTrace trace() {
    return failures.trace();
  }

  /** Returns the time since the first failure. */
  public long nanosSinceFailure() {
    return targets.nanosSinceFailure();
  }

  /** Stops the deadline: a command that failed has its reply, or nothing is outstanding any more. */
  public void clearDeadline() {
    targets.clearDeadline();
  }

  /**
   * Handles a node's refusal of the oldest command, whose reply has been read.
   *
   * <p>Afterwards the command is sent again, or is answered with the error line.
   *
   * @param line the error with its CRLF
   */
  void retryRefused(PendingCommand head, Redirection redirection, byte[] line) throws IOException {
    NodeConnection from = head.connection();
    if (head.transaction() != null) {
      transactions.retryRefused(head, redirection, line);
      return;
    }
    if (redirection.kind() == Redirection.Kind.UNBLOCKED) {
      // A master that became a replica sends this, and then closes the connection.
      from.fail(new IOException("node " + from + " became a replica and unblocked its clients"));
    }
    byte[] first = head.isKept() ? prelude(head, redirection.kind()) : null;
    Node target = head.isKept() ? targets.next(head, redirection, from) : null;
    // Not earlier: another session may take a released connection at once.
    session.connections.release(from);
    if (target == null) {
      failures.showRefusal(head, from, line);
      return;
    }
    if (redirection.kind() == Redirection.Kind.NOSCRIPT) {
      head.scriptLoadedOn(target);
    }
    resend(head, target, first);
    failures.recordRedirected(head, redirection.kind(), from, head.connection());
  }

  /** Returns the command to be sent before this one in the same write, or {@code null}. */
  private byte[] prelude(PendingCommand head, Redirection.Kind kind) throws IOException {
    switch (kind) {
      case ASK:
        return WireCommands.ASKING;
      case NOSCRIPT:
        return missingScripts.loadCommand(head);
      default:
        return null;
    }
  }

  /** Handles the loss of the oldest command's connection before its reply began, or a failure to connect. */
  public void retryLost(PendingCommand head, IOException cause) throws IOException {
    NodeConnection connection = head.connection();
    boolean neverSent = head.neverSent();
    if (session.isClosed()) {
      throw failures.lossException(head, neverSent, connection, cause);
    }
    if (session.context() != null) {
      markSuspects(head, cause);
    }
    if (connection != null) {
      connection.replyRead();
      session.connections.release(connection);
      if (head.command().blocking()) {
        // The entry connection, too: its node might still send it an element, which is lost.
        connection.close();
      }
      // The application must see this loss, whatever the outcome of the command is.
      if (session.connections.recordLoss(connection)) {
        throw head.action() == PendingReply.Action.DROP
            ? cause
            : failures.lossException(head, neverSent, connection, cause);
      }
    }
    if (head.transaction() != null) {
      targets.startDeadline();
      transactions.retryLost(head, cause);
      return;
    }
    if (!head.isKept() && head.action() == PendingReply.Action.DROP) {
      head.answer(NO_REPLY);
      return;
    }
    if (isForAnyNode(head)) {
      retryOnOtherNode(head, neverSent, connection, cause);
      return;
    }
    boolean replicasOnly =
        session.options.readFrom == ReadFrom.REPLICA && head.command().readOnly();
    boolean routed =
        session.context() != null && head.slot() >= 0 && head.isKept() && !replicasOnly;
    if (!routed || !neverSent && !mayRepeat(head)) {
      throw failures.lossException(head, neverSent, connection, cause);
    }
    head.countAttempt();
    targets.startDeadline();
    session.cluster().requestRefresh();
    if (head.attempts() > 1 && !targets.pause()) {
      throw failures.lossException(head, neverSent, connection, cause);
    }
    Node owner = targets.owner(head.slot(), null);
    resend(head, owner == null ? targets.entryNode(connection) : owner, null);
    failures.recordResent(head, neverSent, connection);
  }

  /** Marks what may be affected by a loss, too: idle connections may be lost, or the node hangs. */
  private void markSuspects(PendingCommand head, IOException cause) {
    if (!(cause instanceof SocketTimeoutException)) {
      session.cluster().connectionLost();
    } else if (!head.command().blocking()) {
      head.connection().node().suspect();
    }
  }

  /** Whether the command has no key, went to the entry node, and any other node answers it as well. */
  private boolean isForAnyNode(PendingCommand head) throws IOException {
    if (session.context() == null || !head.isForEntryNode() || head.slot() >= 0 || !head.isKept()) {
      return false;
    }
    switch (head.action()) {
      case RELAY_AND_RECORD:
      case DROP_AND_RECORD:
        return true; // the connection to the other node gets the whole handshake before it
      case RELAY:
      case DROP:
        return !head.command().kind().changesConnection()
            && (head.command().anyNode() || head.command().repeatable(session.log.request(head)));
      default:
        return false;
    }
  }

  private void retryOnOtherNode(
      PendingCommand head, boolean neverSent, NodeConnection connection, IOException cause)
      throws IOException {
    boolean handshake = head.isRecorded();
    if (!neverSent && !handshake && !mayRepeat(head)) {
      throw failures.lossException(head, false, connection, cause);
    }
    head.countAttempt();
    targets.startDeadline();
    session.cluster().requestRefresh();
    boolean moved = head.attempts() == 1 && EntryNode.replace(session, connection);
    while (!moved && !session.tracking && targets.pause()) {
      moved = EntryNode.replace(session, connection);
    }
    // A handshake needs the idle entry connection: elsewhere it would change a shared connection.
    if (!moved || handshake && session.entryConnection().outstanding() > 0) {
      throw failures.lossException(head, neverSent, connection, cause);
    }
    resend(head, session.connections.entryNode(), null);
    failures.recordResent(head, neverSent, connection);
  }

  /**
   * Sends a command again; while its node cannot be reached, to the node that owns its slot at that time.
   *
   * @param first a command to be sent to this target in the same write before it, or {@code null}
   */
  private void resend(PendingCommand head, Node target, byte[] first) throws IOException {
    NodeConnection connection = targets.connect(target, head);
    if (head.command().blocking()) {
      deductTimeWaited(head);
    }
    if (first != null && connection.node() == target) {
      connection.append(first, 0, first.length);
      connection.expectReply();
      head.dropReplyOn(connection);
      head.sentWithAsking(first == WireCommands.ASKING);
    } else {
      head.sentWithAsking(false);
    }
    targets.send(head, connection);
  }

  private boolean mayRepeat(PendingCommand head) throws IOException {
    switch (session.options.retryUnknown) {
      case ALWAYS:
        return true;
      case NEVER:
        return false;
      default:
        return head.command().repeatable(session.log.request(head));
    }
  }

  private void deductTimeWaited(PendingCommand head) throws IOException {
    long now = System.nanoTime();
    byte[] reduced = BlockingTimeout.reduced(
        head.command(), session.log.request(head), now - head.blockingSince());
    if (reduced != null && session.log.replace(head, reduced)) {
      head.blocksSince(now);
    }
  }
}
