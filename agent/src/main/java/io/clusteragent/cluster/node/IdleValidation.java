package io.clusteragent.cluster.node;

/**
 * Which idle connections are used without a look: those used within the last second, unless any connection to the cluster
 * was found closed since. Servers that close one often close many: a restart, CLIENT KILL, a network that was cut.
 */
public final class IdleValidation {
  public static final long TRUSTED_NANOS = 1_000_000_000L;

  private volatile boolean broken;
  private volatile long brokenAt;

  /** A connection was found closed. */
  public void connectionLost() {
    brokenAt = System.nanoTime();
    broken = true;
  }

  /** Whether what was true so long ago is still trusted. */
  public boolean trusts(long ageNanos, long now) {
    return ageNanos <= TRUSTED_NANOS && !(broken && now - brokenAt < ageNanos);
  }
}
