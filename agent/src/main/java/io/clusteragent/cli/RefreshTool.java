package io.clusteragent.cli;

import io.clusteragent.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Makes the agent in a running JVM refresh the slot maps of its clusters. */
final class RefreshTool extends Tool {
  RefreshTool() {
    super("refresh", "PID", "makes the agent in a JVM refresh its slot maps now", Flag.JSON);
  }

  @Override
  protected String details() {
    return "The agent also refreshes them by itself: every 15 s, and after redirections and failures.\n"
        + "Exit code 1 when the slot map of a cluster could not be refreshed.";
  }

  @Override
  protected ExitCode run(Invocation call) throws ToolException {
    StringBuilder text = new StringBuilder();
    List<Object> values = new ArrayList<>();
    boolean problem = false;
    try (RemoteBeans beans = RemoteBeans.in(call)) {
      for (RemoteBean cluster : beans.clusters()) {
        String outcome = beans.refresh(cluster);
        RemoteBean now = beans.read(cluster);
        problem |= !outcome.equals(RemoteBeans.REFRESHED);
        text.append(cluster.name()).append(": ").append(outcome).append("; ");
        text.append(StatusTool.slotCoverage(now)).append('\n');
        values.add(Json.object(
            "entry", cluster.name(),
            "outcome", outcome,
            "masters", now.number("Masters"),
            "slotsCovered", now.number("SlotsCovered")));
      }
    }
    if (values.isEmpty()) {
      text.append(StatusTool.NO_CLUSTER).append('\n');
    }
    call.output().print(text, Json.object("clusters", values));
    return ExitCode.problemFoundIf(problem);
  }
}
