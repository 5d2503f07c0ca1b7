package io.clusteragent.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Prints the closing table with the figures, and whether they meet their conditions. */
final class Summary {
  private final List<String> rows = new ArrayList<>();
  private int failures;

  /** Adds a figure without a condition. */
  void note(String what, Object seen) {
    rows.add(String.format("  %-46s %-24s", what, seen).stripTrailing());
  }

  /** Adds a figure that must meet a condition. */
  void check(String what, Object seen, boolean ok) {
    rows.add(String.format("  %-46s %-24s %s", what, seen, ok ? "ok" : "WRONG"));
    if (!ok) {
      failures++;
    }
  }

  int failures() {
    return failures;
  }

  void print(PrintStream out) {
    out.println();
    out.println("== Summary");
    rows.forEach(out::println);
    out.println();
    out.println(
        failures == 0 ? "  All as it should be." : "  " + failures + " of these are wrong.");
  }
}
