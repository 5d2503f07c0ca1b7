package io.clusteragent.tests.faults;

/** Which errors an application may see during a fault. */
enum Shown {
  NOTHING,
  /** For some of what is under way when a server falls silent: that nobody knows whether it was done. */
  UNKNOWN,
  /** The whole cluster is away. */
  ANYTHING
}
