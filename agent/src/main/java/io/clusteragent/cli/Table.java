package io.clusteragent.cli;

import java.util.ArrayList;
import java.util.List;

/** Lays out rows of text in columns, each as wide as its longest cell. */
final class Table {
  private static final String GAP = "  ";

  private final List<String[]> rows = new ArrayList<>();

  Table row(String... cells) {
    rows.add(cells);
    return this;
  }

  @Override
  public String toString() {
    List<Integer> widths = new ArrayList<>();
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        if (i == widths.size()) {
          widths.add(0);
        }
        widths.set(i, Math.max(widths.get(i), row[i].codePointCount(0, row[i].length())));
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        line.append(i == 0 ? "" : GAP).append(row[i]);
        for (int n = row[i].codePointCount(0, row[i].length()); n < widths.get(i); n++) {
          line.append(' ');
        }
      }
      text.append(trimmed(line)).append('\n');
    }
    return text.toString();
  }

  private static String trimmed(CharSequence line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == ' ') {
      end--;
    }
    return line.subSequence(0, end).toString();
  }
}
