package io.clusteragent.tests.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Prints the results of a workload's launches as two tables in Markdown. */
final class ResultTable {
  private static final String MODES =
      "| %-16s | %12s | %-23s | %10s | %10s | %10s | %8s | %8s | %12s |%n";
  private static final String PAIRS = "| %-29s | %-23s | %8s | %8s | %10s |%n";

  private final PrintStream out;
  private final List<Map<Mode, Series>> launches;

  ResultTable(PrintStream out, List<Map<Mode, Series>> launches) {
    this.out = out;
    this.launches = launches;
  }

  /** One row for each mode; ratios compare with the first mode that has figures. */
  void printModes(List<Mode> modes) {
    List<Mode> measured = modes.stream().filter(this::has).collect(Collectors.toList());
    if (measured.isEmpty()) {
      out.println("no mode can do this yet");
      return;
    }
    Mode reference = measured.get(0);
    String ratio = "of " + reference + " (quartiles)";
    print(
        MODES,
        "mode",
        "op/s",
        ratio,
        "p50 us",
        "p99 us",
        "p99.9 us",
        "cl cpu",
        "srv cpu",
        "bytes/op");
    print(MODES, "---", "---:", "---", "---:", "---:", "---:", "---:", "---:", "---:");
    for (Mode mode : modes) {
      if (!has(mode)) {
        print(MODES, mode, "not yet", "", "", "", "", "", "", "");
        continue;
      }
      Figures figures = figures(mode);
      print(
          MODES,
          mode,
          format("%,.0f", figures.throughput()),
          ratio(mode, reference),
          format("%,.1f", figures.p50()),
          format("%,.1f", figures.p99()),
          format("%,.1f", figures.p999()),
          format("%.2f", figures.clientCpu()),
          format("%.2f", figures.serverCpu()),
          format("%,.0f", figures.allocated()));
    }
    out.println();
  }

  /** One row for each pair of modes that both have figures. */
  void printPairs() {
    print(PAIRS, "pair", "op/s (quartiles)", "p99", "cpu", "bytes/op");
    print(PAIRS, "---", "---", "---:", "---:", "---:");
    pair(Mode.AGENT, Mode.JEDISCLUSTER);
    pair(Mode.AGENT, Mode.FREE);
    pair(Mode.AGENT, Mode.PLAIN1);
    pair(Mode.AGENT1, Mode.PLAIN1);
    pair(Mode.AGENT_METERED, Mode.AGENT_UNCOUNTED);
    pair(Mode.STANDALONE_AGENT, Mode.STANDALONE);
    pair(Mode.STANDALONE_AUDIT, Mode.STANDALONE);
    out.println();
  }

  private void pair(Mode mode, Mode other) {
    if (has(mode) && has(other)) {
      print(
          PAIRS,
          mode + " / " + other,
          ratio(mode, other),
          format(
              "%.2f",
              median(
                  launch -> figure(launch, mode).p99() / figure(launch, other).p99())),
          format("%.2f", median(launch -> cpu(launch, mode) / cpu(launch, other))),
          format(
              "%+,.0f",
              median(l -> figure(l, mode).allocated() - figure(l, other).allocated())));
    }
  }

  private boolean has(Mode mode) {
    return launches.stream().allMatch(launch -> launch.containsKey(mode));
  }

  private Figures figures(Mode mode) {
    return Figures.median(
        launches.stream().map(launch -> figure(launch, mode)).collect(Collectors.toList()));
  }

  private Quartiles ratio(Mode mode, Mode other) {
    return Quartiles.median(launches.stream()
        .map(launch -> launch.get(mode).throughputRatioTo(launch.get(other)))
        .collect(Collectors.toList()));
  }

  private double median(Function<Map<Mode, Series>, Double> figure) {
    return Quartiles.of(launches.stream().map(figure).mapToDouble(Double::doubleValue))
        .median();
  }

  private static Figures figure(Map<Mode, Series> launch, Mode mode) {
    return launch.get(mode).figures();
  }

  private static double cpu(Map<Mode, Series> launch, Mode mode) {
    Figures figures = figure(launch, mode);
    return figures.clientCpu() + figures.serverCpu();
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }

  private void print(String row, Object... cells) {
    out.printf(Locale.ROOT, row, cells);
  }
}
