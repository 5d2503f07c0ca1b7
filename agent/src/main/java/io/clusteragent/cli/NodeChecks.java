package io.clusteragent.cli;

import io.clusteragent.cli.Findings.Level;
import io.clusteragent.cluster.topology.NodeLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Checks the reachability, replicas and versions of the nodes. */
final class NodeChecks {

  private NodeChecks() {}

  static void of(ClusterState state, List<NodeReport> reports, Findings findings) {
    findings.add(
        "addresses",
        Level.FAIL,
        unreachable(reports),
        reports.size() == 1
            ? "the only node answers at the address that the cluster gives it"
            : "all " + reports.size()
                + " nodes answer at the addresses that the cluster gives them");
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
            ? "unknown: this user may not call INFO"
            : (several ? "several: " : "") + String.join(", ", versions));
  }

  private static List<String> unreachable(List<NodeReport> reports) {
    List<String> unreachable = new ArrayList<>();
    for (NodeReport report : reports) {
      if (!report.answers()) {
        unreachable.add(report.address() + ": " + report.problem() + remedy(report));
      } else if (report.isForeign()) {
        unreachable.add(report.address() + ": a different node, with another id, answers there");
      }
    }
    return unreachable;
  }

  private static String remedy(NodeReport report) {
    if (report.problem().startsWith("refuses")) {
      return "";
    }
    if (report.problem().startsWith(NodeReport.WRONG_NAME)) {
      return "; a client that verifies host names does not connect: issue a certificate with that name, or have the node"
          + " announce a host that its certificate names (cluster-announce-hostname, and cluster-preferred-endpoint-type hostname)";
    }
    return report.node().isFailed()
        ? "; the cluster has marked it as failed, too"
        : "; the cluster reaches it: if its address cannot be reached from this machine, see the option addressMap";
  }

  private static List<String> replicas(ClusterState state, List<NodeReport> reports) {
    List<String> wrong = new ArrayList<>();
    for (NodeLine master : state.masters()) {
      boolean bare = true;
      for (NodeLine replica : state.replicasOf(master)) {
        bare &= replica.isFailed();
      }
      if (bare && !master.slots().isEmpty()) {
        wrong.add(state.address(master) + " has no replica that could take over");
      }
    }
    for (NodeReport report : reports) {
      if (report.fact("master_link_status").equals("down")) {
        wrong.add(report.address()
            + " has lost the connection to its master, and its data becomes stale");
      }
    }
    return wrong;
  }
}
