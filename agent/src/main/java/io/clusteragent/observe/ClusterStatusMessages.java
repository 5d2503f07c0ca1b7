package io.clusteragent.observe;

import io.clusteragent.cluster.topology.HashSlot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Composes the messages about one cluster, each once for as long as it lasts. Used by one thread at a time. */
final class ClusterStatusMessages {
  /** Any resharding brings fewer redirections than these. */
  private static final long MANY = 100;

  private static final int PERCENT = 5;
  private static final long SILENCE_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final String entry;
  private final Set<String> unreachable = new HashSet<>();
  private final Map<String, Long> lastWarned = new HashMap<>();
  private int covered = HashSlot.COUNT;
  private long redirected;
  private long commands;
  private long warnedAt;
  private boolean warned;
  private boolean found;

  ClusterStatusMessages(String entry) {
    this.entry = entry;
  }

  /** Whether the cluster is to be logged as found: the first time only. */
  boolean isNew() {
    boolean first = !found;
    found = true;
    return first;
  }

  /**
   * @param client the client through which the cluster was found
   */
  String found(String client, int masters, int replicas, int slots) {
    return "the Redis Cluster at " + entry + ", used by " + client + ", has " + masters
        + " masters and " + replicas + " replicas; " + slots + " of " + HashSlot.COUNT
        + " hash slots are covered";
  }

  /**
   * A warning: the topology is kept from the application's user.
   *
   * @param denial what the server answers instead
   */
  String silent(String denial) {
    return denial.startsWith("NOPERM")
        ? "the Redis Cluster at " + entry
            + " does not tell its topology to the application's user (NOPERM on CLUSTER"
            + " SLOTS): slots are learnt one by one, by redirections, and a failover shows only when commands fail. Remedy: give"
            + " the user +cluster|slots +cluster|nodes +cluster|myid"
        : "the Redis Cluster at " + entry + " does not tell its topology (CLUSTER SLOTS: " + denial
            + "): slots are learned one by one, by redirections, a failover shows only when commands fail, and commands that"
            + " concern all nodes are refused. Remedy: let the nodes keep the command CLUSTER (no rename-command)";
  }

  /**
   * @param troubles all nodes that cannot be reached, with the reasons
   * @return warnings for those that are new, and had no warning in the last ten minutes
   */
  List<String> unreachable(Map<String, String> troubles, long nowNanos) {
    unreachable.retainAll(troubles.keySet());
    lastWarned.values().removeIf(last -> nowNanos - last >= SILENCE_NANOS);
    List<String> warnings = new ArrayList<>();
    for (Map.Entry<String, String> node : troubles.entrySet()) {
      if (unreachable.add(node.getKey())
          && lastWarned.putIfAbsent(node.getKey(), nowNanos) == null) {
        warnings.add(
            "node " + node.getKey() + " of the Redis Cluster at " + entry
                + " cannot be reached: " + node.getValue()
                + ". Remedy: bring it back, or let a replica take over; or check the network between this machine and the node,"
                + " and whether the address that the cluster names can be reached from here (addressMap)");
      }
    }
    return warnings;
  }

  /** A warning when fewer slots are covered than before, else {@code null}. */
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
      return null; // too few to judge yet
    }
    redirected = nowRedirected;
    commands = nowCommands;
    boolean lately = warned && nowNanos - warnedAt < SILENCE_NANOS;
    if (more < MANY || more * 100 < of * PERCENT || lately) {
      return null;
    }
    warned = true;
    warnedAt = nowNanos;
    return "of the last " + of + " commands to the Redis Cluster at " + entry + ", " + more
        + " were redirected. Likely causes: slots are being moved (that passes); nodes disagree on who owns what"
        + " (redis-cli --cluster check); the slot map cannot be refreshed, by network or missing rights (+cluster|slots)";
  }
}
