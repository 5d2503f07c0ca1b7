package io.clusteragent.tests.bench;

import java.util.Collection;
import java.util.function.ToDoubleFunction;

/**
 * A mode in figures.
 *
 * @param throughput operations per second, the median of the slices
 * @param p50 latency of a call in microseconds, as the next two
 * @param clientCpu microseconds of processor time for an operation, as the next
 * @param allocated bytes for an operation
 */
record Figures(
    double throughput,
    double p50,
    double p99,
    double p999,
    double clientCpu,
    double serverCpu,
    double allocated) {

  /** Of each figure the median of the launches. */
  static Figures median(Collection<Figures> launches) {
    return new Figures(
        median(launches, Figures::throughput),
        median(launches, Figures::p50),
        median(launches, Figures::p99),
        median(launches, Figures::p999),
        median(launches, Figures::clientCpu),
        median(launches, Figures::serverCpu),
        median(launches, Figures::allocated));
  }

  private static double median(Collection<Figures> launches, ToDoubleFunction<Figures> figure) {
    return Quartiles.of(launches.stream().mapToDouble(figure)).median();
  }
}
