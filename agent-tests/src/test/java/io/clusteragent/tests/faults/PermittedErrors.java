package io.clusteragent.tests.faults;

/** Lists which errors an application may get during a fault. */
enum PermittedErrors {
  NOTHING,
  /** Errors with an unknown outcome, for some operations in flight when a server stops to reply. */
  UNKNOWN,
  /** Any errors, because the whole cluster is down. */
  ANYTHING
}
