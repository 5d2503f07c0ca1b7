package io.clusteragent.cli;

import io.clusteragent.attach.RemoteAgent;
import io.clusteragent.cluster.HashSlot;
import io.clusteragent.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Shows what the agent in a running JVM sees and has counted: the figures of its beans. */
final class StatusTool extends Tool {
  static final String NO_CLUSTER = "no cluster has been found yet";

  /** What is worth a look when it is not 0, beside what the table shows. */
  private static final String[] COUNTS = {
    "Moved",
    "Ask",
    "Tryagain",
    "Clusterdown",
    "Loading",
    "Masterdown",
    "Readonly",
    "Waited",
    "TransactionsReplayed",
    "UnsentResent",
    "UnknownResent",
    "RefusalsShown",
    "UnknownShown",
    "UnsentShown",
    "WatchesLost",
    "ConnectionsFailed",
    "PoolWaits",
    "Refreshes",
    "RefreshesFailed"
  };

  StatusTool() {
    super("status", "PID", "what the agent in a JVM sees and has counted", Flag.JSON);
  }

  @Override
  protected String details() {
    return "The JVM must be the same user's. --json shows every figure of the beans.\n"
        + "Exit code 1 when slots are not covered, or a node cannot be reached.";
  }

  @Override
  protected ExitCode run(Invocation call) throws ToolException {
    AgentAnswer answer = AgentAnswer.to(RemoteAgent.STATUS, call);
    StringBuilder text = new StringBuilder();
    List<Object> clusters = new ArrayList<>();
    boolean trouble = false;
    AgentAnswer.Bean agent = answer.agent();
    if (agent != null) {
      text.append("cluster-agent ").append(agent.get("Version"));
      text.append(": new connections of Jedis are ");
      text.append(agent.get("Routing").equals("true") ? "routed" : "plain").append('\n');
    }
    for (AgentAnswer.Bean cluster : answer.clusters()) {
      List<AgentAnswer.Bean> nodes = answer.nodesOf(cluster);
      text.append('\n').append(cluster.name()).append(": ").append(looks(cluster));
      text.append("\n\n").append(table(nodes)).append('\n').append(counts(cluster));
      trouble |= isIncomplete(cluster);
      List<Object> values = new ArrayList<>();
      for (AgentAnswer.Bean node : nodes) {
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
    call.answer()
        .give(
            text,
            Json.object("agent", agent == null ? null : agent.values(), "clusters", clusters));
    return ExitCode.trouble(trouble);
  }

  /** In one line. */
  static String looks(AgentAnswer.Bean cluster) {
    return cluster.get("Masters") + " masters, " + cluster.get("SlotsCovered") + " of "
        + HashSlot.COUNT + " slots are covered"
        + (isDenied(cluster) ? "; the application's user may not ask for the topology" : "");
  }

  private static boolean isDenied(AgentAnswer.Bean cluster) {
    return cluster.get("TopologyDenied").equals("true");
  }

  /** Where redirections alone teach the slots, those that nobody used are not known, and no trouble. */
  private static boolean isIncomplete(AgentAnswer.Bean cluster) {
    return !isDenied(cluster) && cluster.number("SlotsCovered") < HashSlot.COUNT;
  }

  private static Table table(List<AgentAnswer.Bean> nodes) {
    Table table = new Table()
        .row(
            "NODE",
            "ROLE",
            "STATE",
            "IN USE",
            "IDLE",
            "OWN",
            "COMMANDS",
            "P50 us",
            "P99 us",
            "SLOTS");
    for (AgentAnswer.Bean node : nodes) {
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

  private static String state(AgentAnswer.Bean node) {
    return !node.get("Trouble").isEmpty()
        ? "unreachable"
        : node.get("Suspect").equals("true") ? "suspect" : "ok";
  }

  private static String counts(AgentAnswer.Bean cluster) {
    StringBuilder counts = new StringBuilder();
    for (String count : COUNTS) {
      if (cluster.number(count) > 0) {
        counts.append(counts.length() == 0 ? "" : ", ").append(count).append(' ');
        counts.append(cluster.get(count));
      }
    }
    return counts.length() == 0 ? "" : counts.append('\n').toString();
  }
}
