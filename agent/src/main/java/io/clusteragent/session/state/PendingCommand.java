package io.clusteragent.session.state;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.command.Command;

/**
 * Describes a command whose reply the application has not read yet.
 *
 * <p>Reused; owned by its session.
 */
public final class PendingCommand extends PendingReply {

  static final int NOT_KEPT = -1;

  /** The end mark of an incomplete command: a failure always comes before it. */
  private static final long UNFINISHED = Long.MAX_VALUE - 1;

  private Command command;
  private int slot;
  private NodeConnection connection;
  private boolean toEntryNode;
  private long endMark;
  private int logStart;
  private int logLength;
  private NodeConnection dropFrom;
  private int drops;
  private Transaction transaction;
  private int step;
  private boolean asking;
  private int passedPlace;
  private Node scriptNode;
  private long blockingSince;
  private int attempts;
  private int redirections;

  /** Fills the entry for a command, of which nothing is written to the connection yet. */
  public void begin(
      Action newAction, Command newCommand, int newSlot, NodeConnection newConnection) {
    begin(newAction);
    command = newCommand;
    slot = newSlot;
    connection = newConnection;
    toEntryNode = false;
    endMark = 0;
    logStart = NOT_KEPT;
    logLength = 0;
    dropFrom = null;
    drops = 0;
    transaction = null;
    step = 0;
    passedPlace = PassedTransaction.OUTSIDE;
    attempts = 0;
    redirections = 0;
    scriptNode = null;
    asking = false;
  }

  // ---- what it is

  public Command command() {
    return command;
  }

  /** The key's hash slot, or -1 for a command without a key. */
  public int slot() {
    return slot;
  }

  /** Sets the slot that the redirecting node computed. */
  public void moveTo(int newSlot) {
    slot = newSlot;
  }

  /** The transaction that the command belongs to, or {@code null}. */
  public Transaction transaction() {
    return transaction;
  }

  /** Returns its place in the {@link #transaction}; {@link Transaction#EXEC} for EXEC, {@link Transaction#WATCH} for WATCH. */
  public int step() {
    return step;
  }

  public void belongsTo(Transaction itsTransaction, int itsStep) {
    transaction = itsTransaction;
    step = itsStep;
  }

  /** Whether this is the EXEC of a transaction that selected a database. */
  public boolean executesSelect() {
    return step == Transaction.EXEC
        && transaction != null
        && !transaction.selects().isEmpty();
  }

  /** Returns the command's place in a {@link PassedTransaction}. */
  public int passedPlace() {
    return passedPlace;
  }

  public void setPassedPlace(int place) {
    passedPlace = place;
  }

  // ---- where it was sent

  /** Returns the connection on which the command was sent; {@code null} when it was not sent, or needs no connection. */
  public NodeConnection connection() {
    return connection;
  }

  /** Whether the command is for the entry node. */
  public boolean isForEntryNode() {
    return toEntryNode;
  }

  public void goesToEntryNode(boolean does) {
    toEntryNode = does;
  }

  /** Records that the complete command is written to its connection, or waits there for the flush. */
  public void written() {
    endMark = connection.mark();
  }

  /** As {@link #written()}, on a connection that replaces the previous one. */
  public void writtenTo(NodeConnection newConnection) {
    connection = newConnection;
    written();
  }

  /** Records that bytes are missing: if the connection fails now, the node gets an incomplete command and does not run it. */
  public void writtenInPart() {
    endMark = UNFINISHED;
  }

  /** Records that the node refused the command, and that it has to be sent again. */
  public void neverWritten() {
    connection = null;
  }

  /** Whether the command certainly did not reach its node. */
  public boolean neverSent() {
    return connection == null || connection.neverSent(endMark);
  }

  public void expectDelay() {
    if (connection != null) {
      connection.expectDelay();
    }
  }

  /** When a blocking command was sent ({@link System#nanoTime}). */
  public long blockingSince() {
    return blockingSince;
  }

  public void blocksSince(long nanos) {
    blockingSince = nanos;
  }

  /** Whether ASKING preceded it where it was sent last. */
  public boolean wasSentWithAsking() {
    return asking;
  }

  public void sentWithAsking(boolean was) {
    asking = was;
  }

  /** The node on which the script that the command runs was loaded last, or {@code null}. */
  public Node scriptNode() {
    return scriptNode;
  }

  public void scriptLoadedOn(Node node) {
    scriptNode = node;
    node.scriptLoaded();
  }

  // ---- its bytes, to send it again

  /** Whether its bytes are in the session's {@link RequestLog}, so that it can be sent again. */
  public boolean isKept() {
    return logStart != NOT_KEPT;
  }

  /** Returns the start of its bytes in the session's {@link RequestLog}; {@link #NOT_KEPT} when there were too many. */
  public int logStart() {
    return logStart;
  }

  public int logLength() {
    return logLength;
  }

  void keptAt(int start, int length) {
    logStart = start;
    logLength = length;
  }

  void keptMore(int length) {
    logLength += length;
  }

  void notKept() {
    logStart = NOT_KEPT;
  }

  // ---- how often it was sent

  /** Returns how often the command was redirected or sent again. */
  public int attempts() {
    return attempts;
  }

  public void countAttempt() {
    attempts++;
  }

  /** Records that it was sent again together with another command; it may have been sent more often by itself. */
  public void shareAttemptsOf(PendingCommand other) {
    attempts = Math.max(attempts, other.attempts);
  }

  /** Counts a MOVED or ASK that is followed; returns their number since the last wait. */
  public int countRedirection() {
    return ++redirections;
  }

  /** Resets the count of redirections, after a wait of the agent. */
  public void forgetRedirections() {
    redirections = 0;
  }

  // ---- replies before its reply

  /** Returns the number of replies to read and drop, on {@link #dropFrom}, before this command's own reply is read. */
  public int drops() {
    return drops;
  }

  /** Returns the connection of {@link #drops}, or {@code null}. */
  public NodeConnection dropFrom() {
    return dropFrom;
  }

  /** Makes one reply on a connection dropped first. */
  public void dropReplyOn(NodeConnection from) {
    dropFrom = from;
    drops = 1;
  }

  public void replyDropped() {
    drops--;
  }

  public void stopDropping() {
    dropFrom = null;
    drops = 0;
  }

  // ---- its reply

  @Override
  public void answer(byte[] reply) {
    super.answer(reply);
    connection = null;
  }

  /** Whether the application gets the reply, or it is collected, without a check, unless it is an error or a push. */
  public boolean needsNoCheck() {
    return passesUnseen()
        && attempts == 0
        && drops == 0
        && connection != null
        && connection.failure() == null;
  }
}
