package io.clusteragent.cluster.node;

/**
 * Decides which idle connections a session uses without testing them first.
 *
 * <p>These are the connections used within the last second, unless the agent found any connection to the cluster closed since
 * then. Servers that close one connection often close many: a restart, CLIENT KILL, a network that was cut.
 */
public final class IdleValidation {
  public static final long TRUSTED_NANOS = 1_000_000_000L;

  private volatile boolean broken;
  private volatile long brokenAt;

  /** Records that a connection was found closed. */
  public void connectionLost() {
    brokenAt = System.nanoTime();
    broken = true;
  }

  /** Whether an observation of this age still holds. */
  public boolean trusts(long ageNanos, long now) {
    return ageNanos <= TRUSTED_NANOS && !(broken && now - brokenAt < ageNanos);
  }
}
