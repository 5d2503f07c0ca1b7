package io.clusteragent.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The closing table: what was seen, and whether that is what must be. */
final class Summary {
  private final List<String> rows = new ArrayList<>();
  private int failures;

  /** A figure that stands for itself. */
  void note(String what, Object seen) {
    rows.add(String.format("  %-46s %-24s", what, seen).stripTrailing());
  }

  /** A figure that must meet a condition. */
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
