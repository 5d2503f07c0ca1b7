package io.clusteragent.tests.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clusteragent.tests.OracleProgram;
import java.util.ArrayList;
import java.util.List;

/** Holds the result of a {@code WalkProgram}: the keys in their order, the number of calls, and the next cursor. */
record ScanWalk(List<String> keys, int calls, String cursor) {

  static ScanWalk of(OracleProgram.Outcome outcome) {
    assertEquals(0, outcome.exitCode(), outcome.stderr());
    List<String> keys = new ArrayList<>();
    int calls = 0;
    String cursor = "";
    for (String line : outcome.stdout().lines().toList()) {
      String value = line.substring(line.indexOf(' ') + 1);
      switch (line.substring(0, line.indexOf(' '))) {
        case "key" -> keys.add(value);
        case "calls" -> calls = Integer.parseInt(value);
        default -> cursor = value;
      }
    }
    return new ScanWalk(keys, calls, cursor);
  }
}
