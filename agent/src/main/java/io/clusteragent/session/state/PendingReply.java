package io.clusteragent.session.state;

import io.clusteragent.session.merge.ReplyAggregation;
import java.io.IOException;

/**
 * Determines what happens to the reply to a command.
 *
 * <p>Reused; owned by its session.
 */
public abstract class PendingReply {

  /** What happens to the reply. */
  public enum Action {
    /** The application gets it. */
    RELAY,
    /** The application gets it; when it is not an error, the command becomes part of the handshake. */
    RELAY_AND_RECORD,
    /** It is read and dropped: the agent sent the command itself, or the application wants no reply. */
    DROP,
    /** As {@link #DROP}; when it is not an error, the command becomes part of the handshake. */
    DROP_AND_RECORD,
    /** It is collected, and merged with the replies to the other parts of the application's command. */
    PART,
    /** As {@link #PART}; the reply was read before its turn and is in {@link #localReply}. */
    KEPT_PART,
    /** The replies to the parts in front of this entry are merged. */
    MERGE,
    /** The application gets {@link #localReply}: a reply of the agent, or one that was read already. */
    LOCAL,
    /** The application gets everything that arrives on the connection (subscriptions, MONITOR). */
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
  private boolean successRequired;

  PendingReply() {}

  void begin(Action newAction) {
    action = newAction;
    localReply = null;
    failure = null;
    aggregation = null;
    stream = null;
    successRequired = false;
  }

  public Action action() {
    return action;
  }

  /** Answers the command with a reply of the agent, or one that a node has sent already. */
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

  /** Adds the reply of a {@link Action#KEPT_PART} to the others, when its turn comes. */
  public void addKeptPart() {
    aggregation.add(localReply);
    localReply = NOTHING;
    action = Action.LOCAL;
  }

  /** Returns the reply, for {@link Action#LOCAL} and {@link Action#KEPT_PART}. */
  public byte[] localReply() {
    return localReply;
  }

  /** Sets the failure that the application gets in place of the reply, for {@link Action#FAIL}. */
  public void failWith(IOException cause) {
    failure = cause;
  }

  /** Returns the failure that the application gets, for {@link Action#FAIL}. */
  public IOException failure() {
    return failure;
  }

  /** Makes the reply a part of another one, for {@link Action#PART}. */
  public void becomePartOf(ReplyAggregation whole) {
    action = Action.PART;
    aggregation = whole;
  }

  /** Makes this entry merge the replies to the parts in front, for {@link Action#MERGE}. */
  public void mergePartsOf(ReplyAggregation whole) {
    action = Action.MERGE;
    aggregation = whole;
  }

  /**
   * Returns the collected replies, for {@link Action#PART}, {@link Action#KEPT_PART} and {@link Action#MERGE}; else {@code
   * null}.
   */
  public ReplyAggregation aggregation() {
    return aggregation;
  }

  /** Sets the stream that the application reads, for {@link Action#STREAM}. */
  public void readFrom(Stream source) {
    stream = source;
  }

  /** Returns the stream that the application reads, for {@link Action#STREAM}. */
  public Stream stream() {
    return stream;
  }

  /** Whether the connection is closed when the reply is an error, because of the state in which the error leaves it. */
  public boolean requiresSuccess() {
    return successRequired;
  }

  /** Makes the connection close when the reply is an error. */
  public void requireSuccess() {
    successRequired = true;
  }

  /** Keeps the connection open when the reply is an error. */
  public void waiveSuccess() {
    successRequired = false;
  }

  /** Makes the command part of the handshake if it succeeds. */
  public void record() {
    action = action == Action.DROP ? Action.DROP_AND_RECORD : Action.RELAY_AND_RECORD;
  }

  /** Whether the command becomes part of the handshake if it succeeds. */
  public boolean isRecorded() {
    return action == Action.RELAY_AND_RECORD || action == Action.DROP_AND_RECORD;
  }

  private boolean isDropped() {
    return action == Action.DROP || action == Action.DROP_AND_RECORD;
  }

  /** Whether the application gets the reply as it arrives. */
  public boolean isRelayed() {
    return action == Action.RELAY || action == Action.RELAY_AND_RECORD;
  }

  /** Whether the reply goes to the application, or is collected, without a further check. */
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
