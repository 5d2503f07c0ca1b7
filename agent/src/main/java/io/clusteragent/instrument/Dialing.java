package io.clusteragent.instrument;

/** Marks threads that dial a node for the agent: connections made meanwhile are not the application's. */
final class Dialing {
  private static final ThreadLocal<Boolean> ACTIVE = new ThreadLocal<>();

  private Dialing() {}

  static boolean isActive() {
    return ACTIVE.get() != null;
  }

  static void begin() {
    ACTIVE.set(Boolean.TRUE);
  }

  static void end() {
    ACTIVE.remove();
  }
}
