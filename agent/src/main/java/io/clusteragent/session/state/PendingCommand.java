package io.clusteragent.session.state;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.command.Command;
import io.clusteragent.session.merge.ReplyAggregation;
import java.io.IOException;

/** A command of the application whose reply it has not read yet. Reused; owned by its session. */
public final class PendingCommand {

  /** What happens to the reply. */
  public enum Action {
    /** It goes to the application. */
    RELAY,
    /** It goes to the application, and when it is no error the command becomes part of the handshake. */
    RELAY_AND_RECORD,
    /** It is read and dropped: the agent sent this command for itself, or the application wants no reply. */
    SWALLOW,
    /** As {@link #SWALLOW}, and when it is no error the command becomes part of the handshake. */
    SWALLOW_AND_RECORD,
    /** It is collected, to be merged with the replies to the other parts of the application's command. */
    PART,
    /** As {@link #PART}; the reply, in {@link #local}, was read before its turn. */
    KEPT_PART,
    /** The parts in front of this entry make up the reply. */
    GATHER,
    /** The agent answers itself, with {@link #local}. */
    LOCAL,
    /** Everything that arrives on the connection goes to the application (subscriptions, MONITOR). */
    STREAM,
    /** The application gets {@link #failure}. */
    FAIL
  }

  static final int NOT_KEPT = -1;
  private static final byte[] NOTHING = new byte[0];

  public Action action;
  public Command command;

  /** The key's hash slot, or -1 for a command without a key. */
  public int slot;

  /** Where the command was sent; {@code null} when it was not, or needs not be. */
  public NodeConnection connection;

  /** Whether it went to the application's own connection. */
  public boolean forOwnNode;

  /** Where the command's bytes end on that connection, see {@link NodeConnection#neverSent}. */
  public long endMark;

  /** Where its bytes stand in the session's {@link RequestLog}; {@link #NOT_KEPT} when they were too many. */
  public int logStart;

  public int logLength;

  /** The reply, for {@link Action#LOCAL}. */
  public byte[] local;

  /** What keeps the command from being answered, for {@link Action#FAIL}. */
  public IOException failure;

  /** Collects the replies, for {@link Action#PART} and {@link Action#GATHER}. */
  public ReplyAggregation gather;

  /** Where bytes come from, for {@link Action#STREAM}. */
  public Stream stream;

  /** A connection on which {@link #drops} replies have to be read and dropped before this command's own is read. */
  public NodeConnection dropFrom;

  public int drops;

  /** The transaction that the command belongs to, and its place there ({@link Transaction#EXEC} for EXEC). */
  public Transaction transaction;

  public int step;

  /** Whether ASKING stood in front of it where it was sent last. */
  public boolean asking;

  /** Where it stands to a {@link PassedTransaction}. */
  public int passed;

  /** The node to which the script that the command runs was brought last, or {@code null}. */
  public Node scriptNode;

  /** When a blocking command was sent ({@link System#nanoTime}). */
  public long sentAt;

  /** Whether an error leaves the connection in a state that nobody may meet again: it is closed then. */
  public boolean vital;

  /** How often the command was redirected or sent again. */
  public int attempts;

  /** How often MOVED or ASK was followed since the command was last waited with. */
  public int redirections;

  public void reset(
      Action newAction, Command newCommand, int newSlot, NodeConnection newConnection) {
    action = newAction;
    command = newCommand;
    slot = newSlot;
    connection = newConnection;
    forOwnNode = false;
    endMark = 0;
    logStart = NOT_KEPT;
    logLength = 0;
    local = null;
    failure = null;
    gather = null;
    stream = null;
    dropFrom = null;
    drops = 0;
    transaction = null;
    step = 0;
    passed = PassedTransaction.OUTSIDE;
    attempts = 0;
    redirections = 0;
    scriptNode = null;
    asking = false;
    vital = false;
  }

  /** Whether its bytes are there to be sent again. */
  public boolean isKept() {
    return logStart != NOT_KEPT;
  }

  /** Settles the command with a reply of the agent's own, or one that a node gave already. */
  public void answer(byte[] reply) {
    local = isDropped() || action == Action.PART ? NOTHING : reply;
    if (action == Action.PART) {
      gather.add(reply);
    }
    action = Action.LOCAL;
    connection = null;
  }

  /** Keeps a reply that was read before its turn. */
  public void keep(byte[] reply) {
    if (action == Action.PART) {
      local = reply;
      action = Action.KEPT_PART;
    } else {
      answer(reply);
    }
  }

  public void expectDelay() {
    if (connection != null) {
      connection.expectDelay();
    }
  }

  /** Whether the command certainly did not reach its node. */
  public boolean neverSent() {
    return connection == null || connection.neverSent(endMark);
  }

  /** Whether the reply, unless it is an error or a push, goes to the application or is collected without a further look. */
  public boolean isUntroubled() {
    return (action == Action.RELAY || action == Action.PART)
        && attempts == 0
        && drops == 0
        && connection != null
        && connection.failure() == null;
  }

  /** The command becomes part of the handshake, when it succeeds. */
  public void record() {
    action = action == Action.SWALLOW ? Action.SWALLOW_AND_RECORD : Action.RELAY_AND_RECORD;
  }

  /** Whether the command becomes part of the handshake, when it succeeds. */
  public boolean isRecorded() {
    return action == Action.RELAY_AND_RECORD || action == Action.SWALLOW_AND_RECORD;
  }

  /** Whether this is the EXEC of a transaction that selected a database. */
  public boolean executesSelect() {
    return step == Transaction.EXEC && transaction != null && !transaction.selects.isEmpty();
  }

  private boolean isDropped() {
    return action == Action.SWALLOW || action == Action.SWALLOW_AND_RECORD;
  }

  /** Whether the application gets the reply as it comes. */
  public boolean isRelayed() {
    return action == Action.RELAY || action == Action.RELAY_AND_RECORD;
  }

  /** Whether the application gets nothing for this command. */
  public boolean isUnseen() {
    return isDropped()
        || action == Action.PART
        || action == Action.KEPT_PART
        || action == Action.LOCAL && local.length == 0;
  }
}
