package io.clusteragent.cli;

import io.clusteragent.attach.RemoteAgent;
import io.clusteragent.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Makes the agent in a running JVM ask for the slot maps of its clusters. */
final class RefreshTool extends Tool {
  private static final String DONE = "refreshed";

  RefreshTool() {
    super("refresh", "PID", "makes the agent in a JVM ask for its slot maps now", Flag.JSON);
  }

  @Override
  protected String details() {
    return "It does so by itself whenever something calls for it, and every 15 s.\n"
        + "Exit code 1 when a cluster gave none.";
  }

  @Override
  protected ExitCode run(Invocation call) throws ToolException {
    AgentAnswer answer = AgentAnswer.to(RemoteAgent.REFRESH, call);
    StringBuilder text = new StringBuilder();
    List<Object> clusters = new ArrayList<>();
    boolean trouble = false;
    for (AgentAnswer.Bean cluster : answer.clusters()) {
      trouble |= !cluster.get("Outcome").equals(DONE);
      text.append(cluster.name()).append(": ").append(cluster.get("Outcome")).append("; ");
      text.append(StatusTool.looks(cluster)).append('\n');
      clusters.add(Json.object(
          "entry", cluster.name(),
          "outcome", cluster.get("Outcome"),
          "masters", cluster.number("Masters"),
          "slotsCovered", cluster.number("SlotsCovered")));
    }
    if (clusters.isEmpty()) {
      text.append(StatusTool.NO_CLUSTER).append('\n');
    }
    call.answer().give(text, Json.object("clusters", clusters));
    return ExitCode.trouble(trouble);
  }
}
