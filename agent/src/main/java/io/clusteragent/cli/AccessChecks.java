package io.clusteragent.cli;

import io.clusteragent.cli.Findings.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** May this user call what the agent calls, and will the certificates last? */
final class AccessChecks {
  private static final Duration SOON = Duration.ofDays(30);
  private static final int DAY = "2026-01-01".length();

  private AccessChecks() {}

  static void of(List<NodeReport> reports, Dialling dialling, Findings findings) {
    findings.add(
        "rights", Level.WARN, denied(reports), "this user may call all that the agent calls");
    if (!dialling.speaksTls()) {
      findings.add(Level.OK, "tls", "not spoken");
      return;
    }
    List<String> ending = new ArrayList<>();
    for (NodeReport report : reports) {
      Instant end = report.certificateEnd();
      if (end != null && end.isBefore(Instant.now().plus(SOON))) {
        ending.add("the certificate of " + report.address() + " ends on "
            + end.toString().substring(0, DAY));
      }
    }
    findings.add(
        "tls", Level.WARN, ending, "all nodes that answer have certificates for 30 days or more");
  }

  /** ACLs are each node's own: a user can lack a right on one of them. */
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
          + Findings.some(each.getValue()) + ": give it " + rule + "; without, "
          + consequence(each.getKey()));
    }
    return denied;
  }

  private static String consequence(String command) {
    switch (command) {
      case "CLUSTER SLOTS":
        return "the agent learns from redirections only, and needs the option trustRedirects or nodes";
      case "CLUSTER NODES":
        return "it cannot find out whether a node that a redirection names belongs to the cluster";
      case "CLUSTER MYID":
        return "it cannot tell a node from another process at its address";
      case "COMMAND INFO":
        return "it does not know the keys of commands that its table lacks";
      case "READONLY":
        return "replicas answer no reads (option readFrom)";
      default:
        return "commands fail whose slot is on its way to another node";
    }
  }
}
