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
 * What to do when a node refuses a command or a connection breaks: the one place that acts on a {@link Redirection}.
 *
 * <p>A command has one of three outcomes: refused (safe to repeat), never sent (safe to repeat), sent with its reply
 * unknown. The third is repeated only when the command is repeatable by its command data.
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

  /** For how long there has been trouble. */
  public long nanosSinceFailure() {
    return targets.nanosSinceFailure();
  }

  /** The trouble is over: a command that was in it has its reply, or nothing is outstanding any more. */
  public void clearDeadline() {
    targets.clearDeadline();
  }

  /**
   * A node refused the oldest command; its reply has been read. Afterwards the command is under way again, or settled
   * with the error line.
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
      // Said by a master that became a replica, which closes the connection behind it.
      from.fail(new IOException("node " + from + " gave up its blocked clients"));
    }
    byte[] first = head.isKept() ? prelude(head, redirection.kind()) : null;
    Node target = head.isKept() ? targets.next(head, redirection, from) : null;
    // Not earlier: what is given back may be another session's at once.
    session.connections.release(from);
    if (target == null) {
      failures.showRefusal(head, from, line);
      return;
    }
    if (redirection.kind() == Redirection.Kind.NOSCRIPT) {
      head.scriptLoadedOn(target);
    }
    sendAgain(head, target, first);
    failures.recordRedirected(head, redirection.kind(), from, head.connection());
  }

  /** What has to stand before the command in the same write, or {@code null}. */
  private byte[] prelude(PendingCommand head, Redirection.Kind kind) throws IOException {
    switch (kind) {
      case ASK:
        return WireCommands.ASKING;
      case NOSCRIPT:
        return missingScripts.load(head);
      default:
        return null;
    }
  }

  /** The connection of the oldest command broke before its reply began, or could not be made. */
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
        connection.close(); // the own one, too: else its node might still give an element to nobody
      }
      if (session.connections.recordLoss(
          connection)) { // whatever else became of the command, the application must know
        throw head.action() == PendingReply.Action.SWALLOW
            ? cause
            : failures.lossException(head, neverSent, connection, cause);
      }
    }
    if (head.transaction() != null) {
      targets.startDeadline();
      transactions.retryLost(head, cause);
      return;
    }
    if (!head.isKept() && head.action() == PendingReply.Action.SWALLOW) {
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
    sendAgain(head, owner == null ? targets.entryNode(connection) : owner, null);
    failures.recordResent(head, neverSent, connection);
  }

  /** What a loss says of others: the connections that are idle may be gone, too, or the node hangs. */
  private void markSuspects(PendingCommand head, IOException cause) {
    if (!(cause instanceof SocketTimeoutException)) {
      session.cluster().connectionLost();
    } else if (!head.command().blocking()) {
      session.connections.nodeOf(head.connection()).suspect();
    }
  }

  /** A command without a key that went to the own node, and that any other node answers as well. */
  private boolean isForAnyNode(PendingCommand head) throws IOException {
    if (session.context() == null || !head.isForEntryNode() || head.slot() >= 0 || !head.isKept()) {
      return false;
    }
    switch (head.action()) {
      case RELAY_AND_RECORD:
      case SWALLOW_AND_RECORD:
        return true; // the connection to the other node gets all that was said before it
      case RELAY:
      case SWALLOW:
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
    // A handshake must find its own connection free: on another it would change what others share.
    if (!moved || handshake && session.entryConnection().outstanding() > 0) {
      throw failures.lossException(head, neverSent, connection, cause);
    }
    sendAgain(head, session.connections.entryNode(), null);
    failures.recordResent(head, neverSent, connection);
  }

  /**
   * Sends a command again; while its node cannot be reached, to whatever node owns its slot by then.
   *
   * @param first a command to be sent to this target in the same write before it, or {@code null}
   */
  private void sendAgain(PendingCommand head, Node target, byte[] first) throws IOException {
    NodeConnection connection = targets.connect(target, head);
    if (head.command().blocking()) {
      deductTimeWaited(head);
    }
    if (first != null && session.connections.nodeOf(connection) == target) {
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
