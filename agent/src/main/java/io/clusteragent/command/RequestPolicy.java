package io.clusteragent.command;

/**
 * Names the nodes that a command concerns, where its keys do not decide it.
 *
 * <p>Source: <a href="https://redis.io/docs/latest/develop/reference/command-tips/">request_policy</a>; {@link
 * #ALL_SHARDS_AND_ENTRY} is the agent's own.
 */
public enum RequestPolicy {
  /** The node of its keys; without keys any node. */
  DEFAULT,
  /** The nodes of its keys. Each node gets its share of the keys. */
  MULTI_SHARD,
  /** All masters. */
  ALL_SHARDS,
  /** All masters, and the entry node: the session's own connection is there, whatever that node is. */
  ALL_SHARDS_AND_ENTRY,
  /** All nodes, replicas included. */
  ALL_NODES,
  /** A way that only this command has. */
  SPECIAL
}
