package io.clusteragent.session.state;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.command.Kind;
import io.clusteragent.session.bytes.ByteArrayBuilder;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Holds the commands and the state of a transaction, from WATCH or MULTI on.
 *
 * <p>Owned by its session.
 */
public final class Transaction {

  /** The progress of the transaction. */
  public enum Phase {
    /** Only WATCH was sent. */
    WATCHING,
    /** The application sent MULTI; no node has received it yet. */
    OPEN,
    /** MULTI was sent to the node; the last phase of a transaction that runs. */
    BEGUN,
    /** DISCARD or UNWATCH was written: nothing of the transaction will run. */
    DISCARDED
  }

  /** The step of EXEC; queued commands count from 0. */
  public static final int EXEC = -1;

  /** The step of a WATCH. */
  public static final int WATCH = -2;

  private int slot = -1;
  private NodeConnection connection;
  private Phase phase = Phase.WATCHING;
  private final ByteArrayBuilder commands = new ByteArrayBuilder();
  private final SortedMap<Integer, byte[]> selects = new TreeMap<>();
  private boolean tooLarge;
  private int steps;
  private int watches;
  private boolean refused;
  private boolean watchLost;

  /** Returns the slot of the transaction's keys; -1 before the first key. */
  public int slot() {
    return slot;
  }

  public void useSlot(int newSlot) {
    slot = newSlot;
  }

  /** Returns the connection that watches or queues, pinned; {@code null} before the first key. */
  public NodeConnection connection() {
    return connection;
  }

  public void runsOn(NodeConnection newConnection) {
    connection = newConnection;
  }

  public Phase phase() {
    return phase;
  }

  public void enter(Phase newPhase) {
    phase = newPhase;
  }

  /** Whether commands are queued: MULTI was sent, and no command that ends it. */
  public boolean isOpen() {
    return phase == Phase.OPEN || phase == Phase.BEGUN;
  }

  // ---- what is queued

  /** Keeps a queued command, to send it again elsewhere; call it before {@link #nextStep}. */
  public void keep(CommandFrame frame) {
    if (tooLarge || commands.size() + (long) frame.length() > RequestLog.LIMIT) {
      tooLarge = true;
    } else {
      commands.append(frame.bytes(), frame.start(), frame.length());
    }
    if (frame.command().kind() == Kind.SELECT) {
      int end = frame.start() + frame.length();
      selects.put(steps, Arrays.copyOfRange(frame.bytes(), frame.start(), end));
    }
  }

  /** Returns the step of the command that is queued now. */
  public int nextStep() {
    return steps++;
  }

  /** Number of queued commands. */
  public int steps() {
    return steps;
  }

  /** All queued commands, to send them again elsewhere: nothing runs before EXEC. */
  public ByteArrayBuilder commands() {
    return commands;
  }

  /** Returns the SELECTs among them by their step; EXEC leaves the connection in the database of the last one. */
  public SortedMap<Integer, byte[]> selects() {
    return selects;
  }

  /** Whether the commands are too many to be kept. */
  public boolean isTooLarge() {
    return tooLarge;
  }

  /** Records that the agent or a node refused a command, and that the application saw it. */
  public void refuse() {
    refused = true;
  }

  /** Whether the application saw a refusal; EXEC must then fail as on a server. */
  public boolean isRefused() {
    return refused;
  }

  // ---- what is watched

  public void watchSent() {
    watches++;
  }

  public void watchRefused() {
    watches--;
  }

  /** Returns the number of WATCH commands. Only the connection on which they were sent shows whether the keys changed. */
  public int watches() {
    return watches;
  }

  /** Records that the node that watched is lost. */
  public void loseWatch() {
    watchLost = true;
  }

  /** Whether the node that watched is lost; EXEC then replies nil, as if a key had changed. */
  public boolean isWatchLost() {
    return watchLost;
  }
}
