package io.clusteragent.cluster.view;

/** Classifies the server at an address. */
public enum ServerNature {
  /** Not a cluster node: a standalone server, a Sentinel, a proxy. */
  PLAIN,
  /** A node of a cluster. */
  CLUSTER,
  /** Not known yet, or never to be known: client and server exchange the same bytes as without the agent. */
  UNKNOWN
}
