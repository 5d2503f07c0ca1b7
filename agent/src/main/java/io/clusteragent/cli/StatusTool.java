package io.clusteragent.cli;

import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.json.Json;
import io.clusteragent.metrics.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Shows what the agent in a running JVM sees and has counted: the figures of its beans. */
final class StatusTool extends Tool {
  static final String NO_CLUSTER = "no cluster has been found yet";

  StatusTool() {
    super("status", "PID", "what the agent in a JVM sees and has counted", Flag.JSON);
  }

  @Override
  protected String details() {
    return "The JVM must belong to the same user. --json shows every figure of the beans.\n"
        + "Exit code 1 when slots are not covered, or a node cannot be reached.";
  }

  @Override
  protected ExitCode run(Invocation call) throws ToolException {
    try (RemoteBeans beans = RemoteBeans.in(call)) {
      return show(beans, call.answer());
    }
  }

  private static ExitCode show(RemoteBeans beans, Answer answer) throws ToolException {
    StringBuilder text = new StringBuilder();
    List<Object> clusters = new ArrayList<>();
    boolean trouble = false;
    RemoteBean agent = beans.agent();
    if (agent != null) {
      text.append("cluster-agent ").append(agent.get("Version"));
      text.append(": new connections of Jedis are ");
      text.append(agent.is("Routing") ? "routed" : "plain").append('\n');
    }
    for (RemoteBean cluster : beans.clusters()) {
      List<RemoteBean> nodes = beans.nodesOf(cluster);
      text.append('\n').append(cluster.name()).append(": ").append(looks(cluster));
      text.append("\n\n").append(table(nodes)).append('\n').append(counts(cluster));
      trouble |= isIncomplete(cluster);
      List<Object> values = new ArrayList<>();
      for (RemoteBean node : nodes) {
        trouble |= !node.get("Trouble").isEmpty();
        values.add(node.values());
      }
      Map<String, Object> value = cluster.values();
      value.put("nodes", values); // in place of the lines that say the same
      clusters.add(value);
    }
    if (clusters.isEmpty()) {
      text.append(NO_CLUSTER).append('\n');
    }
    answer.give(
        text, Json.object("agent", agent == null ? null : agent.values(), "clusters", clusters));
    return ExitCode.trouble(trouble);
  }

  /** In one line. */
  static String looks(RemoteBean cluster) {
    return cluster.get("Masters") + " masters, " + cluster.get("SlotsCovered") + " of "
        + HashSlot.COUNT + " slots are covered"
        + (isDenied(cluster) ? "; the application's user may not ask for the topology" : "");
  }

  private static boolean isDenied(RemoteBean cluster) {
    return cluster.is("TopologyDenied");
  }

  /** Where redirections alone teach the slots, those that nobody used are not known, and no trouble. */
  private static boolean isIncomplete(RemoteBean cluster) {
    return !isDenied(cluster) && cluster.number("SlotsCovered") < HashSlot.COUNT;
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
          node.get("Slots"));
    }
    return table;
  }

  private static String state(RemoteBean node) {
    return !node.get("Trouble").isEmpty() ? "unreachable" : node.is("Suspect") ? "suspect" : "ok";
  }

  /** All that happened at all. */
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
