package io.clusteragent.cli;

import io.clusteragent.json.Json;
import java.util.List;

/** Checks whether a cluster is ready for the agent. */
final class CheckTool extends Tool {

  CheckTool() {
    super(
        "check",
        "HOST:PORT",
        "coverage, epochs, agreement, addresses, rights and TLS: is the cluster ready for the agent?",
        Flag.CONNECTING);
  }

  @Override
  protected String details() {
    return "Queries every node at the address that the cluster gives it. Call it on the application's machine,\n"
        + "as the application's user: it checks what that user can reach and call from there.\n"
        + "Exit code 1 when something fails; warnings do not count.";
  }

  @Override
  protected ExitCode run(Invocation call) throws ToolException {
    call.atMost(1);
    NodeConnector connector = NodeConnector.of(call);
    ClusterState state = ClusterState.of(call, connector);
    List<NodeReport> reports = AllNodesProbe.of(state, connector);
    Findings findings = new Findings(call.has(Flag.JSON));
    SlotChecks.of(state, reports, findings);
    NodeChecks.of(state, reports, findings);
    AccessChecks.of(reports, connector, findings);
    call.output()
        .print(
            findings.text(),
            Json.object("entry", state.entry().toString(), "findings", findings.json()));
    return ExitCode.problemFoundIf(findings.hasFailures());
  }
}
