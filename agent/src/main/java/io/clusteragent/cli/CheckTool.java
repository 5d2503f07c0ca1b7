package io.clusteragent.cli;

import io.clusteragent.json.Json;
import java.util.List;

/** Looks for all that may trouble the agent in a cluster. */
final class CheckTool extends Tool {

  CheckTool() {
    super(
        "check",
        "HOST:PORT",
        "coverage, epochs, agreement, addresses, rights and TLS: is the cluster fit for the agent?",
        Flag.CONNECTING);
  }

  @Override
  protected String details() {
    return "Asks every node at the address that the cluster gives it. Call it on the application's machine,\n"
        + "as the application's user: what counts is what can be reached and called from there.\n"
        + "Exit code 1 when something fails; warnings do not count.";
  }

  @Override
  protected ExitCode run(Invocation call) throws ToolException {
    call.atMost(1);
    Dialling dialling = Dialling.of(call);
    ClusterState state = ClusterState.of(call, dialling);
    List<NodeReport> reports = AllNodesProbe.of(state, dialling);
    Findings findings = new Findings();
    SlotChecks.of(state, reports, findings);
    NodeChecks.of(state, reports, findings);
    AccessChecks.of(reports, dialling, findings);
    call.answer()
        .give(
            findings.text(),
            Json.object("entry", state.entry().toString(), "findings", findings.json()));
    return ExitCode.trouble(findings.hasFailures());
  }
}
