package io.clusteragent.cli;

import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.json.Json;
import io.clusteragent.metrics.Count;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Shows the clusters, nodes and counters of the agent in a running JVM, from its beans. */
final class StatusTool extends Tool {
  static final String NO_CLUSTER = "no cluster has been found yet";

  StatusTool() {
    super("status", "PID", "clusters, nodes and counters of the agent in a JVM", Flag.JSON);
  }

  @Override
  protected String details() {
    return "The JVM must belong to the same user. --json shows every attribute of the beans.\n"
        + "Exit code 1 when slots are not covered, or a node cannot be reached.";
  }

  @Override
  protected ExitCode run(Invocation call) throws ToolException {
    try (RemoteBeans beans = RemoteBeans.in(call)) {
      return show(beans, call.output());
    }
  }

  private static ExitCode show(RemoteBeans beans, ToolOutput output) throws ToolException {
    StringBuilder text = new StringBuilder();
    List<Object> clusters = new ArrayList<>();
    boolean problem = false;
    RemoteBean agent = beans.agent();
    if (agent != null) {
      text.append("cluster-agent ").append(agent.get("Version"));
      text.append(": new connections of Jedis are ");
      text.append(agent.is("Routing") ? "routed" : "plain").append('\n');
    }
    for (RemoteBean cluster : beans.clusters()) {
      List<RemoteBean> nodes = beans.nodesOf(cluster);
      text.append('\n').append(cluster.name()).append(": ").append(slotCoverage(cluster));
      text.append("\n\n").append(table(nodes)).append('\n').append(counts(cluster));
      problem |= isIncomplete(cluster);
      List<Object> values = new ArrayList<>();
      for (RemoteBean node : nodes) {
        problem |= !node.get("Trouble").isEmpty();
        values.add(node.values());
      }
      Map<String, Object> value = cluster.values();
      value.put("nodes", values); // replaces the attribute that holds the same as text
      clusters.add(value);
    }
    if (clusters.isEmpty()) {
      text.append(NO_CLUSTER).append('\n');
    }
    output.print(
        text, Json.object("agent", agent == null ? null : agent.values(), "clusters", clusters));
    return ExitCode.problemFoundIf(problem);
  }

  /** A cluster's masters and slot coverage, in one line. */
  static String slotCoverage(RemoteBean cluster) {
    return Quantity.of(cluster.number("Masters"), "master", "masters") + ", "
        + Quantity.ofSlots(cluster.number("SlotsCovered"), "covered")
        + (isTopologyDenied(cluster)
            ? "; the application's user may not ask for the topology"
            : "");
  }

  private static boolean isTopologyDenied(RemoteBean cluster) {
    return cluster.is("TopologyDenied");
  }

  /** Without rights, the agent learns slots from redirections only: a slot that was never used is no problem. */
  private static boolean isIncomplete(RemoteBean cluster) {
    return !isTopologyDenied(cluster) && cluster.number("SlotsCovered") < HashSlot.COUNT;
  }

  private static Table table(List<RemoteBean> nodes) {
    Table table = new Table()
        .row(
            "NODE",
            "ROLE",
            "STATE",
            "IN USE",
            "IDLE",
            "APP",
            "COMMANDS",
            "P50 us",
            "P99 us",
            "SLOTS");
    for (RemoteBean node : nodes) {
      table.row(
          node.name(),
          node.get("Role"),
          state(node),
          node.get("ConnectionsInUse"),
          node.get("ConnectionsIdle"),
          node.get("ApplicationConnections"),
          node.get("Commands"),
          node.get("RoundTripMicrosP50"),
          node.get("RoundTripMicrosP99"),
          SlotRanges.first(Arrays.asList(node.get("Slots").split(",")), ","));
    }
    return table;
  }

  private static String state(RemoteBean node) {
    return !node.get("Trouble").isEmpty() ? "unreachable" : node.is("Suspect") ? "suspect" : "ok";
  }

  /** All counters that are not zero, in one line. */
  private static String counts(RemoteBean cluster) {
    StringBuilder counts = new StringBuilder();
    for (Count count : Count.values()) {
      String name = count.inCamelCase();
      if (cluster.number(name) > 0) {
        counts.append(counts.length() == 0 ? "" : ", ").append(name).append(' ');
        counts.append(cluster.get(name));
      }
    }
    return counts.length() == 0 ? "" : counts.append('\n').toString();
  }
}
