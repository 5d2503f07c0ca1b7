package io.clusteragent.session.state;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.session.bytes.ByteArrayBuilder;
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

  /** The slot of the transaction's keys; -1 before the first. */
  public int slot = -1;

  /** The connection that watches or queues, pinned; {@code null} before the first key. */
  public NodeConnection connection;

  public Phase phase = Phase.WATCHING;

  /** All queued commands, to send them again elsewhere: nothing runs before EXEC. */
  public final ByteArrayBuilder commands = new ByteArrayBuilder();

  /** The SELECTs among them by their step. Executed, they leave the connection in another database. */
  public final SortedMap<Integer, byte[]> selects = new TreeMap<>();

  /** Whether the commands are too many to be kept. */
  public boolean unkept;

  /** Number of queued commands. */
  public int steps;

  /** Number of WATCH commands. Only the connection on which they were sent can tell whether the keys changed. */
  public int watches;

  /** Whether the application saw a command refused, by the agent or a node: EXEC must fail as a server's would. */
  public boolean refused;

  /** Whether the node that watched is of no more use: EXEC answers nil, as if a key had changed. */
  public boolean watchLost;

  /** Whether commands are queued: MULTI was said, and nothing that ends it. */
  public boolean isOpen() {
    return phase == Phase.OPEN || phase == Phase.BEGUN;
  }
}
