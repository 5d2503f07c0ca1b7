package io.clusteragent.cli;

import io.clusteragent.json.Json;
import java.io.PrintStream;
import java.util.Map;

/** A tool's result: for people or, with {@code --json}, for programs. */
final class Answer {
  private final PrintStream out;
  private final boolean json;

  Answer(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /**
   * @param text for people
   * @param value for programs, see {@link Json}
   */
  void give(CharSequence text, Map<String, Object> value) {
    out.print(json ? Json.write(value) : text);
    out.flush();
  }
}
