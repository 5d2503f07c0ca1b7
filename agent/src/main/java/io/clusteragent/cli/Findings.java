package io.clusteragent.cli;

import io.clusteragent.json.Json;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Collects what the checks have found. */
final class Findings {

  /** How serious a finding is. */
  enum Level {
    OK,
    WARN,
    FAIL
  }

  private final boolean complete;
  private final List<Level> levels = new ArrayList<>();
  private final List<String> subjects = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();

  /**
   * @param complete whether texts name all slots, as in JSON, and not only the first ranges
   */
  Findings(boolean complete) {
    this.complete = complete;
  }

  /** Slots, as the text of a finding names them. */
  String ranges(BitSet slots) {
    return complete ? SlotRanges.completeText(slots) : SlotRanges.text(slots);
  }

  void add(Level level, String subject, String text) {
    levels.add(level);
    subjects.add(subject);
    texts.add(text);
  }

  /** Adds one finding per problem of a subject or, when there is none, one with level OK. */
  void add(String subject, Level level, Collection<String> wrong, String well) {
    for (String text : wrong) {
      add(level, subject, text);
    }
    if (wrong.isEmpty()) {
      add(Level.OK, subject, well);
    }
  }

  boolean hasFailures() {
    return levels.contains(Level.FAIL);
  }

  private int count(Level level) {
    return (int) levels.stream().filter(each -> each == level).count();
  }

  String text() {
    Table table = new Table();
    for (int i = 0; i < levels.size(); i++) {
      table.row(levels.get(i).name(), subjects.get(i), texts.get(i));
    }
    return table + "\n" + Quantity.of(count(Level.FAIL), "failure", "failures") + ", "
        + Quantity.of(count(Level.WARN), "warning", "warnings") + "\n";
  }

  List<Map<String, Object>> json() {
    List<Map<String, Object>> json = new ArrayList<>();
    for (int i = 0; i < levels.size(); i++) {
      json.add(Json.object(
          "level", levels.get(i).name(), "subject", subjects.get(i), "text", texts.get(i)));
    }
    return json;
  }

  /** The first four, and how many more there are. */
  static String abbreviated(Collection<String> all) {
    int most = 4;
    List<String> first = new ArrayList<>(all).subList(0, Math.min(most, all.size()));
    return String.join(", ", first)
        + (all.size() > most ? " and " + (all.size() - most) + " more" : "");
  }
}
