package io.clusteragent.tests.bench;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Holds all slices of a mode in one launch, in the order of the rounds.
 *
 * @param latencies the latencies of all calls in the slices
 */
record Series(List<Sample> samples, Latencies latencies) {

  Figures figures() {
    return new Figures(
        Quartiles.of(samples.stream().mapToDouble(Sample::operationsPerSecond)).median(),
        latencies.p50() / 1e3,
        latencies.p99() / 1e3,
        latencies.p999() / 1e3,
        perOperation(Sample::clientCpuNanos) / 1e3,
        perOperation(Sample::serverCpuNanos) / 1e3,
        perOperation(Sample::allocatedBytes));
  }

  private double perOperation(ToLongFunction<Sample> amount) {
    long operations = samples.stream().mapToLong(Sample::operations).sum();
    return (double) samples.stream().mapToLong(amount).sum() / operations;
  }

  /** The ratio of the throughputs of the slices of each round. */
  Quartiles throughputRatioTo(Series other) {
    double[] ratios = new double[samples.size()];
    for (int round = 0; round < ratios.length; round++) {
      ratios[round] =
          samples.get(round).operationsPerSecond() / other.samples.get(round).operationsPerSecond();
    }
    return Quartiles.of(ratios);
  }
}
