package io.clusteragent.cli;

import io.clusteragent.cli.Findings.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Checks the user's rights on every node, and the end of the certificates. */
final class AccessChecks {
  private static final Duration WARNING_PERIOD = Duration.ofDays(30);
  private static final int DATE_LENGTH = "2026-01-01".length();

  private AccessChecks() {}

  static void of(List<NodeReport> reports, NodeConnector connector, Findings findings) {
    findings.add(
        "rights",
        Level.WARN,
        denied(reports),
        "this user may call every command that the agent calls");
    if (!connector.usesTls()) {
      findings.add(Level.OK, "tls", "not used");
      return;
    }
    List<String> ending = new ArrayList<>();
    Set<String> hosts = new LinkedHashSet<>();
    for (NodeReport report : reports) {
      if (report.answers()) {
        hosts.add(report.verifiedHost());
      }
      Instant end = report.certificateEnd();
      if (end != null && end.isBefore(Instant.now().plus(WARNING_PERIOD))) {
        ending.add("the certificate of " + report.address() + " expires on "
            + end.toString().substring(0, DATE_LENGTH));
      }
    }
    findings.add(
        "tls",
        Level.WARN,
        ending,
        "the certificates of all reachable nodes are valid for at least 30 days");
    if (connector.checksHosts() && !hosts.isEmpty()) {
      findings.add(
          Level.OK,
          "names",
          "the certificates of all reachable nodes are valid for " + Findings.abbreviated(hosts));
    }
  }

  /** Each node has its own ACLs, so a user can lack a right on one node only. */
  private static List<String> denied(List<NodeReport> reports) {
    Map<String, List<String>> nodes = new LinkedHashMap<>();
    for (NodeReport report : reports) {
      for (String command : report.denied()) {
        nodes
            .computeIfAbsent(command, c -> new ArrayList<>())
            .add(report.address().toString());
      }
    }
    List<String> denied = new ArrayList<>();
    for (Map.Entry<String, List<String>> each : nodes.entrySet()) {
      String rule = "+" + each.getKey().toLowerCase(Locale.ROOT).replace(' ', '|');
      denied.add("this user may not call " + each.getKey() + " on "
          + Findings.abbreviated(each.getValue()) + ": give it " + rule + "; without it, "
          + consequence(each.getKey()));
    }
    return denied;
  }

  private static String consequence(String command) {
    switch (command) {
      case "CLUSTER SLOTS":
        return "the agent learns slots from redirections only, and needs the option trustRedirects or nodes";
      case "CLUSTER NODES":
        return "the agent cannot verify that the target of a redirection belongs to the cluster";
      case "CLUSTER MYID":
        return "the agent cannot distinguish a node from another process at its address";
      case "COMMAND INFO":
        return "the agent does not know the keys of commands that its table lacks";
      case "READONLY":
        return "replicas refuse reads (option readFrom)";
      default:
        return "commands on keys that have migrated already fail while their slot migrates";
    }
  }
}
