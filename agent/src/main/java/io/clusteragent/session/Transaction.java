package io.clusteragent.session;

import io.clusteragent.cluster.NodeConnection;

/** What has been said since WATCH or MULTI. Owned by its session. */
final class Transaction {

  /** The step of EXEC; queued commands count from 0. */
  static final int EXEC = -1;

  /** The step of a WATCH. */
  static final int WATCH = -2;

  /** The slot of the transaction's keys; -1 before the first. */
  int slot = -1;

  /** The connection that watches or queues, pinned; {@code null} before the first key. */
  NodeConnection connection;

  /** Whether the application said MULTI. */
  boolean open;

  /** Whether MULTI was sent to the node. */
  boolean begun;

  /** Whether DISCARD or UNWATCH has been written: nothing of it will run. */
  boolean discarded;

  /** Whether EXEC, DISCARD or UNWATCH has been written. */
  boolean ended;

  /** All queued commands, to send them again elsewhere: nothing runs before EXEC. */
  final ByteSink commands = new ByteSink();

  /** Whether the commands are too many to be kept. */
  boolean unkept;

  /** Number of queued commands. */
  int steps;

  /** Number of WATCH commands. Only the connection on which they were sent can tell whether the keys changed. */
  int watches;

  /** Whether the application saw a command refused, by the agent or a node: EXEC must fail as a server's would. */
  boolean refused;

  /** Whether the node that watched is of no more use: EXEC answers nil, as if a key had changed. */
  boolean watchLost;
}
