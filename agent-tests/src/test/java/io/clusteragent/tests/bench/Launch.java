package io.clusteragent.tests.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Measures one workload with fresh servers and one fresh JVM for each mode. */
final class Launch implements AutoCloseable {
  private final Options options;
  private final Servers servers = Servers.start();
  private final List<WorkerJvm> workers = new ArrayList<>();
  /** The same order of slices in every run of the benchmark. */
  private final Random order = new Random(1);

  private Launch(Options options) {
    this.options = options;
  }

  /**
   * Measures the workload in each mode.
   *
   * @return a series for each mode that supports the workload
   * @throws IllegalStateException when a reply is wrong, a call fails or a JVM hangs
   */
  static Map<Mode, Series> run(
      WorkerProgram program, Load load, List<Mode> modes, Options options) {
    try (Launch launch = new Launch(options)) {
      launch.prepare(program, load, modes);
      return launch.measure();
    }
  }

  private void prepare(WorkerProgram program, Load load, List<Mode> modes) {
    if (load.oneCore()) {
      servers.pids().forEach(OneCore::bind);
    }
    for (Mode mode : modes) {
      WorkerJvm worker = WorkerJvm.start(mode, load, program, servers, options.jvm());
      workers.add(worker);
      if (!worker.fill()) {
        workers.remove(worker);
        worker.close();
      }
    }
    for (int round = 0; round < options.warmUps(); round++) {
      workers.forEach(worker -> worker.warmUp(options.sliceMillis()));
    }
  }

  private Map<Mode, Series> measure() {
    Map<Mode, List<Sample>> samples = new EnumMap<>(Mode.class);
    workers.forEach(worker -> samples.put(worker.mode(), new ArrayList<>()));
    List<WorkerJvm> round = new ArrayList<>(workers);
    for (int i = 0; i < options.rounds(); i++) {
      // The effects of a slice (a warm cache, a hot core) must not always concern the same mode.
      Collections.shuffle(round, order);
      round.forEach(
          worker -> samples.get(worker.mode()).add(worker.measure(options.sliceMillis())));
    }
    Map<Mode, Series> series = new EnumMap<>(Mode.class);
    workers.forEach(worker ->
        series.put(worker.mode(), new Series(samples.get(worker.mode()), worker.latencies())));
    return series;
  }

  @Override
  public void close() {
    workers.forEach(WorkerJvm::close);
    servers.close();
  }
}
