package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.demo.cluster.Await;
import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads the metrics file as a Prometheus collector does, while a program works. */
class MetricsFileIT {
  private static final String PASSWORD = "open-sesame";
  private static final String KEY = "user:1";
  private static final Pattern SAMPLE = Pattern.compile(
      "(cluster_agent_[a-z_]+?)(_sum|_count)?(\\{(?:[a-z]+=\"[^\"]*\",?)+}) (NaN|[0-9.E-]+)");

  private static RedisCluster cluster;

  @TempDir
  Path folder;

  @BeforeAll
  static void start() {
    cluster = RedisCluster.builder().masters(2).password(PASSWORD).start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void theFileContainsTheMetrics() {
    RedisNode before = cluster.masterOf(RedisCluster.slotOf(KEY));
    AgentRun.of("7.4.0", "scenarios.MetricsFileProgram", "metricsFile=" + file())
        .entry(cluster.masters().get(0))
        .property("target.password", PASSWORD)
        .acts(act -> {
          if (act.equals("move the slot")) {
            await(this::isASecondOld);
            cluster.moveSlot(RedisCluster.slotOf(KEY), anotherThan(before));
          } else {
            await(() -> value("moved_total", before) == 1);
            seeTheFile(before);
          }
        })
        .writesWhatIsExpected();
  }

  private void seeTheFile(RedisNode before) {
    long commands = value("commands_total", before);
    assertTrue(commands == 51 || commands == 52, commands + " commands");
    assertTrue(
        lines()
            .contains("cluster_agent_slots_covered{cluster=\""
                + cluster.masters().get(0).address() + "\"} 16384"),
        lines()::toString);
    seeThatItCanBeRead();
    assertFalse(lines().toString().contains(PASSWORD));
    assertFalse(lines().toString().contains(KEY));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
      assertEquals(List.of(file()), files.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every sample belongs to the family described above it, and occurs once. */
  private void seeThatItCanBeRead() {
    String family = "";
    Set<String> samples = new HashSet<>();
    for (String line : lines()) {
      if (line.startsWith("# TYPE ")) {
        family = line.split(" ")[2];
      } else if (!line.startsWith("# HELP ")) {
        Matcher sample = SAMPLE.matcher(line);
        assertTrue(sample.matches(), line);
        assertEquals(family, sample.group(1), line);
        assertTrue(samples.add(line.substring(0, line.indexOf('}'))), line);
      }
    }
    assertTrue(samples.size() > 50, samples::toString);
  }

  /** A metric of one node; -1 when it is absent. */
  private long value(String name, RedisNode node) {
    String sample = "cluster_agent_" + name + "{cluster=\""
        + cluster.masters().get(0).address() + "\",node=\"" + node.address() + "\"} ";
    return lines().stream()
        .filter(line -> line.startsWith(sample))
        .mapToLong(line -> Long.parseLong(line.substring(sample.length())))
        .findFirst()
        .orElse(-1);
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** After this, the agent writes a change of the topology at once. */
  private boolean isASecondOld() {
    long written = file().toFile().lastModified();
    return written > 0 && System.currentTimeMillis() - written > 1_100;
  }

  private Path file() {
    return folder.resolve("metrics.prom");
  }

  private static void await(BooleanSupplier state) {
    // the file is written every 15 s at least
    Await.until(
        "the metrics file",
        Duration.ofSeconds(30),
        () -> state.getAsBoolean() ? null : "it does not tell");
  }

  private static RedisNode anotherThan(RedisNode owner) {
    return cluster.masters().stream().filter(node -> node != owner).findFirst().orElseThrow();
  }
}
