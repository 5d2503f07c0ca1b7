package io.clusteragent.session.state;

import io.clusteragent.session.merge.ReplyAggregation;
import java.io.IOException;

/** What becomes of the reply to a command. Reused; owned by its session. */
public abstract class PendingReply {

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
    /** As {@link #PART}; the reply, in {@link #localReply}, was read before its turn. */
    KEPT_PART,
    /** The parts in front of this entry make up the reply. */
    GATHER,
    /** The agent answers itself, with {@link #localReply}. */
    LOCAL,
    /** Everything that arrives on the connection goes to the application (subscriptions, MONITOR). */
    STREAM,
    /** The application gets {@link #failure}. */
    FAIL
  }

  private static final byte[] NOTHING = new byte[0];

  private Action action;
  private byte[] localReply;
  private IOException failure;
  private ReplyAggregation aggregation;
  private Stream stream;
  private boolean vital;

  PendingReply() {}

  void begin(Action newAction) {
    action = newAction;
    localReply = null;
    failure = null;
    aggregation = null;
    stream = null;
    vital = false;
  }

  public Action action() {
    return action;
  }

  /** Settles the command with a reply of the agent's own, or one that a node gave already. */
  public void answer(byte[] reply) {
    localReply = isDropped() || action == Action.PART ? NOTHING : reply;
    if (action == Action.PART) {
      aggregation.add(reply);
    }
    action = Action.LOCAL;
  }

  /** Keeps a reply that was read before its turn. */
  public void keep(byte[] reply) {
    if (action == Action.PART) {
      localReply = reply;
      action = Action.KEPT_PART;
    } else {
      answer(reply);
    }
  }

  /** The turn of a reply that was kept as {@link Action#KEPT_PART} has come. */
  public void addKeptPart() {
    aggregation.add(localReply);
    localReply = NOTHING;
    action = Action.LOCAL;
  }

  /** The reply, for {@link Action#LOCAL} and {@link Action#KEPT_PART}. */
  public byte[] localReply() {
    return localReply;
  }

  /** Has the application meet a failure in place of the reply, for {@link Action#FAIL}. */
  public void failWith(IOException cause) {
    failure = cause;
  }

  /** What keeps the command from being answered, for {@link Action#FAIL}. */
  public IOException failure() {
    return failure;
  }

  /** Has the reply collected, for {@link Action#PART}. */
  public void becomePartOf(ReplyAggregation whole) {
    action = Action.PART;
    aggregation = whole;
  }

  /** Merges the replies to the parts in front, for {@link Action#GATHER}. */
  public void mergePartsOf(ReplyAggregation whole) {
    action = Action.GATHER;
    aggregation = whole;
  }

  /** Collects the replies, for {@link Action#PART}, {@link Action#KEPT_PART} and {@link Action#GATHER}; else {@code null}. */
  public ReplyAggregation aggregation() {
    return aggregation;
  }

  /** Has everything come from a stream, for {@link Action#STREAM}. */
  public void readFrom(Stream source) {
    stream = source;
  }

  /** Where bytes come from, for {@link Action#STREAM}. */
  public Stream stream() {
    return stream;
  }

  /** Whether an error leaves the connection in a state that nobody may meet again: it is closed then. */
  public boolean requiresSuccess() {
    return vital;
  }

  public void requireSuccess() {
    vital = true;
  }

  public void waiveSuccess() {
    vital = false;
  }

  /** The command becomes part of the handshake, when it succeeds. */
  public void record() {
    action = action == Action.SWALLOW ? Action.SWALLOW_AND_RECORD : Action.RELAY_AND_RECORD;
  }

  /** Whether the command becomes part of the handshake, when it succeeds. */
  public boolean isRecorded() {
    return action == Action.RELAY_AND_RECORD || action == Action.SWALLOW_AND_RECORD;
  }

  private boolean isDropped() {
    return action == Action.SWALLOW || action == Action.SWALLOW_AND_RECORD;
  }

  /** Whether the application gets the reply as it comes. */
  public boolean isRelayed() {
    return action == Action.RELAY || action == Action.RELAY_AND_RECORD;
  }

  /** Whether the reply goes to the application, or to the other parts of a whole, without a further look. */
  final boolean passesUnseen() {
    return action == Action.RELAY || action == Action.PART;
  }

  /** Whether the application gets nothing for this command. */
  public boolean isUnseen() {
    return isDropped()
        || action == Action.PART
        || action == Action.KEPT_PART
        || action == Action.LOCAL && localReply.length == 0;
  }
}
