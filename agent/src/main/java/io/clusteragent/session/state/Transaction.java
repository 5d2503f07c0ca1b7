package io.clusteragent.session.state;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.command.Kind;
import io.clusteragent.session.bytes.ByteArrayBuilder;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** What has been said since WATCH or MULTI. Owned by its session. */
public final class Transaction {

  /** How far it has come. */
  public enum Phase {
    /** WATCH alone was said. */
    WATCHING,
    /** MULTI was said, and not yet sent. */
    OPEN,
    /** MULTI was sent to the node; the last phase of a transaction that runs. */
    BEGUN,
    /** DISCARD or UNWATCH was written: nothing of it will run. */
    LEFT
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

  /** The slot of the transaction's keys; -1 before the first. */
  public int slot() {
    return slot;
  }

  public void useSlot(int newSlot) {
    slot = newSlot;
  }

  /** The connection that watches or queues, pinned; {@code null} before the first key. */
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

  /** Whether commands are queued: MULTI was said, and nothing that ends it. */
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

  /** The step of the command that is queued now. */
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

  /** The SELECTs among them by their step. Executed, they leave the connection in another database. */
  public SortedMap<Integer, byte[]> selects() {
    return selects;
  }

  /** Whether the commands are too many to be kept. */
  public boolean isTooLarge() {
    return tooLarge;
  }

  /** The application saw a command refused, by the agent or a node. */
  public void refuse() {
    refused = true;
  }

  /** Whether the application saw a command refused: EXEC must fail as a server's would. */
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

  /** Number of WATCH commands. Only the connection on which they were sent can tell whether the keys changed. */
  public int watches() {
    return watches;
  }

  /** The node that watched is lost. */
  public void loseWatch() {
    watchLost = true;
  }

  /** Whether the node that watched is lost: EXEC answers nil, as if a key had changed. */
  public boolean isWatchLost() {
    return watchLost;
  }
}
