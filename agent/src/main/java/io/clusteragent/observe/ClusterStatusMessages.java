package io.clusteragent.observe;

import io.clusteragent.cluster.topology.HashSlot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Composes the log messages about one cluster. It returns a message once for as long as its condition lasts. Used by one
 * thread at a time.
 */
final class ClusterStatusMessages {
  /** A resharding causes fewer redirections than this. */
  private static final long MIN_REDIRECTIONS = 100;

  private static final int MIN_PERCENT = 5;
  private static final long REPEAT_NANOS = TimeUnit.MINUTES.toNanos(10);

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

  /** Whether this is the first call: only then the cluster is logged as found. */
  boolean isNew() {
    boolean first = !found;
    found = true;
    return first;
  }

  /**
   * @param client the client through which the cluster was found
   * @param members the nodes that the cluster names; a master that only a redirection named is not among them
   */
  String found(String client, Set<?> masters, Set<?> members, int slots) {
    Set<Object> replicas = new HashSet<>(members);
    replicas.removeAll(masters);
    return "the Redis Cluster at " + entry + ", used by " + client + ", has " + masters.size()
        + " masters and " + replicas.size() + " replicas; " + slots + " of " + HashSlot.COUNT
        + " hash slots are covered";
  }

  /**
   * A warning that the application's user may not read the topology.
   *
   * @param denial the server's error reply
   */
  String topologyDenied(String denial) {
    return denial.startsWith("NOPERM")
        ? "the Redis Cluster at " + entry
            + " denies its topology to the application's user (NOPERM on CLUSTER SLOTS): the agent learns slots one by one,"
            + " from redirections, and notices a failover only when commands fail. Remedy: give the user +cluster|slots"
            + " +cluster|nodes +cluster|myid"
        : "the Redis Cluster at " + entry + " denies its topology (CLUSTER SLOTS: " + denial
            + "): the agent learns slots one by one, from redirections, notices a failover only when commands fail, and refuses"
            + " commands that concern all nodes. Remedy: do not rename the nodes' command CLUSTER (rename-command)";
  }

  /**
   * @param failureReasons the reason for each node that cannot be reached
   * @return warnings for nodes that are new among them and had no warning in the last ten minutes
   */
  List<String> unreachable(Map<String, String> failureReasons, long nowNanos) {
    unreachable.retainAll(failureReasons.keySet());
    lastWarned.values().removeIf(last -> nowNanos - last >= REPEAT_NANOS);
    List<String> warnings = new ArrayList<>();
    for (Map.Entry<String, String> node : failureReasons.entrySet()) {
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
    if (more >= 0 && more < MIN_REDIRECTIONS) {
      return null; // too few for a conclusion
    }
    redirected = nowRedirected;
    commands = nowCommands;
    boolean recently = warned && nowNanos - warnedAt < REPEAT_NANOS;
    if (more < MIN_REDIRECTIONS || more * 100 < of * MIN_PERCENT || recently) {
      return null;
    }
    warned = true;
    warnedAt = nowNanos;
    return "of the last " + of + " commands to the Redis Cluster at " + entry + ", " + more
        + " were redirected. Likely causes: slots are migrating (temporary); nodes disagree about the owners of slots"
        + " (redis-cli --cluster check); the slot map cannot be refreshed, because of the network or missing rights"
        + " (+cluster|slots)";
  }
}
