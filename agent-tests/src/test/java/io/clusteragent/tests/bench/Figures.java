package io.clusteragent.tests.bench;

import java.util.Collection;
import java.util.function.ToDoubleFunction;

/**
 * The measured figures of a mode.
 *
 * @param throughput operations per second, the median of the slices
 * @param p50 median latency of a call in microseconds; the next two percentiles have the same unit
 * @param clientCpu processor time of an operation in microseconds; the next has the same unit
 * @param allocated allocated bytes of an operation
 */
record Figures(
    double throughput,
    double p50,
    double p99,
    double p999,
    double clientCpu,
    double serverCpu,
    double allocated) {

  /** The median of the launches, for each figure. */
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
