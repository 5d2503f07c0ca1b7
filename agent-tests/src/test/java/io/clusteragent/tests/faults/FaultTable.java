package io.clusteragent.tests.faults;

import java.io.PrintStream;
import java.util.Locale;
import java.util.OptionalLong;

/** Prints results as rows of one table in Markdown. */
final class FaultTable {
  private final PrintStream out;

  FaultTable(PrintStream out) {
    this.out = out;
  }

  void printHead() {
    row(
        "fault",
        "client",
        "operations",
        "errors",
        "unknown",
        "duplicated",
        "lost",
        "by failover",
        "reordered",
        "healthy, ms",
        "refused",
        "silent",
        "lost, ms",
        "after election");
    row(
        "---", "---", "---:", "---:", "---:", "---:", "---:", "---:", "---:", "---:", "---:",
        "---:", "---:", "---:");
  }

  void print(FaultResult result) {
    OracleFindings findings = result.findings();
    OptionalLong afterElection = result.stallAfterElection();
    row(
        result.fault().name(),
        result.client(),
        String.format(Locale.ROOT, "%,d", result.report().operations()),
        result.report().errorCount(),
        result.report().unknownCount(),
        findings.duplicated(),
        findings.lost(),
        findings.lostByServers(),
        findings.reordered(),
        millis(result.stallOnHealthyShards()),
        result.context().refusedMillis(),
        result.silenceOfHealthyShards(),
        result.context().affected().isEmpty() ? "-" : millis(result.stallOnLostShards()),
        afterElection.isPresent() ? afterElection.getAsLong() : "-");
  }

  private static String millis(long stall) {
    return stall < Gap.SHORTEST_MILLIS ? "<" + Gap.SHORTEST_MILLIS : Long.toString(stall);
  }

  private void row(Object... cells) {
    out.printf(
        Locale.ROOT,
        "| %-42s | %-25s | %10s | %6s | %7s | %10s | %4s | %11s | %9s | %11s | %8s | %8s | %8s | %14s |%n",
        cells);
  }
}
