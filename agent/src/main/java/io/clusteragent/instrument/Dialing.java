package io.clusteragent.instrument;

/** Marks the threads that are dialling a node for the agent: what Jedis connects meanwhile is not the application's. */
final class Dialing {
  private static final ThreadLocal<Boolean> UNDER_WAY = new ThreadLocal<>();

  private Dialing() {}

  static boolean isUnderWay() {
    return UNDER_WAY.get() != null;
  }

  static void begin() {
    UNDER_WAY.set(Boolean.TRUE);
  }

  static void end() {
    UNDER_WAY.remove();
  }
}
