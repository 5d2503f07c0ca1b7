package io.clusteragent.tests.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Measures each workload in all modes, and prints a table for each; see {@link Options}. */
public final class SideBySide {
  private SideBySide() {}

  /** Continues when a reply is wrong, a call fails or a JVM hangs, but then ends with exit code 1. */
  public static void main(String[] args) {
    Options options = Options.ofSystemProperties();
    System.out.println(Machine.describe());
    System.out.printf(
        "Each mode: %d slices of %d ms after %d to warm up; median of %d launch(es); JVM options %s%n",
        options.rounds(),
        options.sliceMillis(),
        options.warmUps(),
        options.launches(),
        String.join(" ", options.jvm()));
    System.out.println(
        "op/s: median slice; ratios: slices of the same round; latency: of a whole call; cpu: microseconds of"
            + " processor time for an operation, of the client and of its servers\n");
    List<String> failures = new ArrayList<>();
    for (String line : options.lines()) {
      WorkerProgram program = WorkerProgram.compile(line);
      for (Load load : options.loads()) {
        try {
          measure(program, load, options);
        } catch (RuntimeException e) {
          e.printStackTrace();
          failures.add("Jedis " + line + ", " + load.name() + ": " + e.getMessage());
        }
      }
    }
    failures.forEach(failure -> System.err.println("FAILED: " + failure));
    System.exit(failures.isEmpty() ? 0 : 1);
  }

  private static void measure(WorkerProgram program, Load load, Options options) {
    List<Mode> modes = options.modes().stream()
        .filter(mode -> load.runsIn(mode, program))
        .collect(Collectors.toList());
    if (modes.isEmpty()) {
      return;
    }
    System.out.printf("### Jedis %s, %s: %s%n%n", program.jedis(), load.name(), load.description());
    List<Map<Mode, Series>> launches = new ArrayList<>();
    for (int i = 0; i < options.launches(); i++) {
      launches.add(Launch.run(program, load, modes, options));
    }
    ResultTable table = new ResultTable(System.out, launches);
    table.printModes(modes);
    table.printPairs();
  }
}
