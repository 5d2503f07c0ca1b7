package io.clusteragent.cli;

import io.clusteragent.cluster.topology.NodeLine;
import io.clusteragent.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows for every node whether it answers, and how fast. */
final class PingTool extends Tool {
  private static final String UNKNOWN = "-";

  PingTool() {
    super(
        "ping",
        "HOST:PORT",
        "every node: role, round trip and version, or why it does not answer",
        Flag.CONNECTING);
  }

  @Override
  protected String details() {
    return "Gets the list of nodes from the node at HOST:PORT, and pings each node at the address that the\n"
        + "cluster gives it. The round trip is the shortest of five. Exit code 1 when a node does not answer.";
  }

  @Override
  protected ExitCode run(Invocation call) throws ToolException {
    call.atMost(1);
    NodeConnector connector = NodeConnector.of(call);
    ClusterState state = ClusterState.of(call, connector);
    Table table =
        new Table().row("NODE", "ROLE", "ANSWER", "ROUND TRIP", "VERSION", "CLUSTER VIEW");
    List<Map<String, Object>> nodes = new ArrayList<>();
    boolean problem = false;
    for (NodeReport report : AllNodesProbe.of(state, connector)) {
      NodeLine node = report.node();
      String answer = report.isForeign() ? "a different node id" : answer(report);
      problem |= !answer.equals("yes");
      table.row(
          report.address().toString(),
          report.role(),
          answer,
          report.answers() ? millis(report) + " ms" : UNKNOWN,
          report.version().isEmpty() ? UNKNOWN : report.version(),
          ClusterState.condition(node));
      nodes.add(Json.object(
          "address", report.address().toString(),
          "id", node.id(),
          "role", report.role(),
          "reachable", report.answers(),
          "problem", answer.equals("yes") ? null : answer,
          "roundTripMicros", report.answers() ? report.roundTripMicros() : null,
          "version", report.version().isEmpty() ? null : report.version(),
          "state", ClusterState.condition(node)));
    }
    call.output()
        .print(table.toString(), Json.object("entry", state.entry().toString(), "nodes", nodes));
    return ExitCode.problemFoundIf(problem);
  }

  private static String answer(NodeReport report) {
    return report.answers() ? "yes" : report.problem();
  }

  private static String millis(NodeReport report) {
    return String.format(Locale.ROOT, "%.2f", report.roundTripMicros() / 1000.0);
  }
}
