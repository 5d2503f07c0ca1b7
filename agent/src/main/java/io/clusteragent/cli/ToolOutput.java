package io.clusteragent.cli;

import io.clusteragent.json.Json;
import java.io.PrintStream;
import java.util.Map;

/** Prints a tool's result: as text or, with {@code --json}, as JSON. */
final class ToolOutput {
  private final PrintStream out;
  private final boolean json;

  ToolOutput(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /**
   * @param text printed without {@code --json}
   * @param value printed with {@code --json}; see {@link Json} for its types
   */
  void print(CharSequence text, Map<String, Object> value) {
    out.print(json ? Json.write(value) : text);
    out.flush();
  }
}
