package io.clusteragent.tests.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeriesTest {
  private static final double EXACT = 1e-9;

  @Test
  void aRatioComparesSlicesOfTheSameRound() {
    // Both become slower together, as on a machine that becomes busy: the ratio does not change.
    Series fast = seriesOfOneSecondSlices(900, 300, 30);
    Series slow = seriesOfOneSecondSlices(300, 100, 10);
    assertEquals(new Quartiles(3, 3, 3), fast.throughputRatioTo(slow));
  }

  @Test
  void throughputIsThatOfTheMedianSlice() {
    assertEquals(100, seriesOfOneSecondSlices(300, 100, 10).figures().throughput(), EXACT);
  }

  @Test
  void costsAreSpreadOverAllOperations() {
    Sample cheap = new Sample(90, 1_000_000_000, 900, 90_000, 180_000);
    Sample dear = new Sample(10, 1_000_000_000, 1_100, 110_000, 20_000);
    Figures figures =
        new Series(List.of(cheap, dear), new Latencies(1_000, 2_500, 10_000)).figures();
    assertEquals(20, figures.allocated(), EXACT);
    assertEquals(2, figures.clientCpu(), EXACT);
    assertEquals(2, figures.serverCpu(), EXACT);
    assertEquals(2.5, figures.p99(), EXACT);
  }

  @Test
  void quartilesLieBetweenTheirNeighbours() {
    assertEquals(new Quartiles(1.75, 2.5, 3.25), Quartiles.of(DoubleStream.of(4, 1, 3, 2)));
    assertEquals(new Quartiles(7, 7, 7), Quartiles.of(DoubleStream.of(7)));
  }

  @Test
  void theMedianOfLaunchesIgnoresTheOneThatWentWrong() {
    List<Quartiles> launches = List.of(
        new Quartiles(0.97, 0.99, 1.01), new Quartiles(0.2, 0.3, 4), new Quartiles(0.96, 1, 1.02));
    assertEquals(new Quartiles(0.96, 0.99, 1.02), Quartiles.median(launches));
  }

  private static Series seriesOfOneSecondSlices(long... operations) {
    List<Sample> samples = LongStream.of(operations)
        .mapToObj(count -> new Sample(count, 1_000_000_000, 0, 0, 0))
        .collect(Collectors.toList());
    return new Series(samples, new Latencies(0, 0, 0));
  }
}
