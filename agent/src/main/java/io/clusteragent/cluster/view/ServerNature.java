package io.clusteragent.cluster.view;

/** What stands at an address. */
public enum ServerNature {
  /** No cluster node: a server on its own, a Sentinel, a proxy. */
  PLAIN,
  /** A node of a cluster. */
  CLUSTER,
  /** Not known yet, or never to be known: the server gets and gives the same bytes as without the agent. */
  UNKNOWN
}
