package io.clusteragent.command;

/**
 * Which nodes a command concerns, as far as its keys do not say it.
 *
 * <p>Source: <a href="https://redis.io/docs/latest/develop/reference/command-tips/">request_policy</a>.
 */
public enum RequestPolicy {
  /** The node of its keys; without keys any node. */
  DEFAULT,
  /** The nodes of its keys, each getting its share of them. */
  MULTI_SHARD,
  /** All masters. */
  ALL_SHARDS,
  /** All nodes, replicas included. */
  ALL_NODES,
  /** A way of its own. */
  SPECIAL
}
