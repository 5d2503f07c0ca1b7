package io.clusteragent.tests.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** Computes lower quartile, median and upper quartile, with linear interpolation between two values. */
record Quartiles(double lower, double median, double upper) {

  static Quartiles of(DoubleStream values) {
    return of(values.toArray());
  }

  static Quartiles of(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
  }

  private static double at(double[] sorted, double share) {
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /** The median of the launches, for each quartile. */
  static Quartiles median(Collection<Quartiles> launches) {
    return new Quartiles(
        of(launches.stream().mapToDouble(Quartiles::lower)).median(),
        of(launches.stream().mapToDouble(Quartiles::median)).median(),
        of(launches.stream().mapToDouble(Quartiles::upper)).median());
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.3f (%.3f - %.3f)", median, lower, upper);
  }
}
