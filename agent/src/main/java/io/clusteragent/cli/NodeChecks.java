package io.clusteragent.cli;

import io.clusteragent.cli.Findings.Level;
import io.clusteragent.cluster.topology.NodeLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Can every node be reached at the address that the cluster gives it, and is it in order? */
final class NodeChecks {

  private NodeChecks() {}

  static void of(ClusterState state, List<NodeReport> reports, Findings findings) {
    findings.add(
        "addresses",
        Level.FAIL,
        unreachable(reports),
        "all " + reports.size() + " nodes answer at the addresses that the cluster gives them");
    findings.add(
        "replicas", Level.WARN, replicas(state, reports), "every master with slots has a replica");
    Set<String> versions = new TreeSet<>();
    for (NodeReport report : reports) {
      if (!report.version().isEmpty()) {
        versions.add(report.version());
      }
    }
    boolean several = versions.size() > 1;
    findings.add(
        several ? Level.WARN : Level.OK,
        "version",
        versions.isEmpty()
            ? "this user may not ask for it (INFO)"
            : (several ? "several: " : "") + String.join(", ", versions));
  }

  private static List<String> unreachable(List<NodeReport> reports) {
    List<String> unreachable = new ArrayList<>();
    for (NodeReport report : reports) {
      if (!report.answers()) {
        String remedy = report.node().isFailed()
            ? "; the cluster holds it for dead, too"
            : "; the cluster reaches it: if the address leads nowhere from here, see the option addressMap";
        unreachable.add(report.address() + ": " + report.problem()
            + (report.problem().startsWith("refuses") ? "" : remedy));
      } else if (report.isForeign()) {
        unreachable.add(report.address() + ": another node than the cluster's answers there");
      }
    }
    return unreachable;
  }

  private static List<String> replicas(ClusterState state, List<NodeReport> reports) {
    List<String> wrong = new ArrayList<>();
    for (NodeLine master : state.masters()) {
      boolean bare = true;
      for (NodeLine replica : state.replicasOf(master)) {
        bare &= replica.isFailed();
      }
      if (bare && !master.slots().isEmpty()) {
        wrong.add(state.address(master) + " has none that could take over");
      }
    }
    for (NodeReport report : reports) {
      if (report.fact("master_link_status").equals("down")) {
        wrong.add(report.address() + " has lost its master, and its data gets old");
      }
    }
    return wrong;
  }
}
