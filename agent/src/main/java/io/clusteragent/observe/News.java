package io.clusteragent.observe;

import io.clusteragent.cluster.HashSlot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What there is to say of one cluster, each thing once for as long as it lasts. Of one thread at a time. */
final class News {
  /** Fewer redirections than these are what any resharding brings. */
  private static final long MANY = 100;

  private static final int PERCENT = 5;
  private static final long SILENCE_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final String entry;
  private final Set<String> unreachable = new HashSet<>();
  private final Map<String, Long> lastSaid = new HashMap<>();
  private int covered = HashSlot.COUNT;
  private long redirected;
  private long commands;
  private long saidAt;
  private boolean said;

  News(String entry) {
    this.entry = entry;
  }

  /**
   * @param client through what it was found
   */
  String found(String client, int masters, int replicas, int slots) {
    return "the Redis Cluster at " + entry + ", used by " + client + ", has " + masters
        + " masters and " + replicas + " replicas; " + slots + " of " + HashSlot.COUNT
        + " hash slots are covered";
  }

  /** A warning: the topology is kept from the application's user. */
  String silent() {
    return "the Redis Cluster at " + entry
        + " does not tell its topology to the application's user (NOPERM on CLUSTER"
        + " SLOTS): slots are learnt one by one, by redirections, and a failover shows only when commands fail. Remedy: give"
        + " the user +cluster|slots +cluster|nodes +cluster|myid";
  }

  /**
   * @param trouble why a node cannot be reached; {@code null} when it can
   * @return a warning, or {@code null}
   */
  String unreachable(String node, String trouble, long nowNanos) {
    if (trouble == null) {
      unreachable.remove(node);
      return null;
    }
    Long said = lastSaid.get(node);
    boolean known = !unreachable.add(node);
    if (known || said != null && nowNanos - said < SILENCE_NANOS) {
      return null;
    }
    lastSaid.put(node, nowNanos);
    return "node " + node + " of the Redis Cluster at " + entry + " cannot be reached: " + trouble
        + ". Remedy: bring it back, or let a replica take over; or look at what is between here and there, and whether the"
        + " address that the cluster names leads there (addressMap)";
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
