package io.clusteragent.cluster.connection;

import java.io.IOException;

/** Keeps the reason why another thread closed a connection, for the thread that uses it. Thread-safe. */
final class AbortReason {
  private volatile String reason;

  void set(String newReason) {
    reason = newReason;
  }

  boolean isSet() {
    return reason != null;
  }

  /** The exception to throw to the connection's holder: with the reason, if there is one. */
  IOException explained(IOException met) {
    String known = reason;
    return known == null ? met : new IOException(known, met);
  }
}
