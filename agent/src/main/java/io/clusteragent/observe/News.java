package io.clusteragent.observe;

import io.clusteragent.cluster.HashSlot;
import java.util.concurrent.TimeUnit;

/** What there is to say of one cluster, each thing once for as long as it lasts. Of one thread at a time. */
final class News {
  /** Fewer redirections than these are what any resharding brings. */
  private static final long MANY = 100;

  private static final int PERCENT = 5;
  private static final long SILENCE_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final String entry;
  private int covered = HashSlot.COUNT;
  private long redirected;
  private long commands;
  private long saidAt;
  private boolean said;

  News(String entry) {
    this.entry = entry;
  }

  String found(int masters, int replicas, int slots) {
    return "the Redis Cluster at " + entry + " has " + masters + " masters and " + replicas
        + " replicas; " + slots + " of " + HashSlot.COUNT + " hash slots are covered";
  }

  /** A warning, or {@code null}. */
  String coverage(int nowCovered) {
    int before = covered;
    covered = nowCovered;
    return nowCovered >= before
        ? null
        : "of the Redis Cluster at " + entry + ", " + (HashSlot.COUNT - nowCovered)
            + " hash slots have no known master: commands for their keys fail. Remedy: bring their masters back, or let"
            + " replicas take over (CLUSTER FAILOVER), or assign the slots (redis-cli --cluster fix)";
  }

  /**
   * @param nowRedirected redirections followed up to now
   * @param nowCommands commands sent up to now
   * @return a warning, or {@code null}
   */
  String redirections(long nowRedirected, long nowCommands, long nowNanos) {
    long more = nowRedirected - redirected;
    long of = nowCommands - commands;
    if (more >= 0 && more < MANY) {
      return null; // too few to tell yet
    }
    redirected = nowRedirected;
    commands = nowCommands;
    boolean lately = said && nowNanos - saidAt < SILENCE_NANOS;
    if (more < MANY || more * 100 < of * PERCENT || lately) {
      return null;
    }
    said = true;
    saidAt = nowNanos;
    return "of the last " + of + " commands to the Redis Cluster at " + entry + ", " + more
        + " were redirected. Likely causes: slots are being moved (that passes); nodes disagree on who owns what"
        + " (redis-cli --cluster check); the slot map cannot be refreshed, by network or missing rights (+cluster|slots)";
  }
}
