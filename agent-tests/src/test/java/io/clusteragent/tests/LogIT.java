package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks what the agent logs, and where, and that it logs nothing without Jedis. */
class LogIT {
  private static final String SELF_CHECK = "[cluster-agent self-check] ";

  private static final OtherNodeCluster CLUSTER = new OtherNodeCluster();

  @TempDir
  Path folder;

  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"2.0.0", "2.9.0", "3.10.0", "7.4.0"})
  void oneLineLogsTheVersionTheOptionsAndTheJedis(String version) {
    ForkedJvm.Outcome outcome = run(
        CLUSTER
            .jvm()
            .withAgent("readFrom=any,nodes=a:1,b:2")
            .property("clusteragent.deadline", 3000)
            .environment("CLUSTERAGENT_RETRY_UNKNOWN", "never"),
        version);

    assertEquals(1, outcome.startLines().size(), outcome::stderr);
    assertEquals(
        SELF_CHECK + "INFO cluster-agent - cluster-agent VERSION is in Jedis " + version
            + ", mode=route; options set: readFrom=any (argument), nodes=a:1,b:2 (argument),"
            + " deadline=3000 (system property), retryUnknown=never (environment)",
        outcome
            .startLines()
            .get(0)
            .replaceFirst("cluster-agent [0-9]\\S*", "cluster-agent VERSION"));
  }

  @Test
  void withoutJedisThereIsNoTraceOfTheAgent() throws IOException {
    Path loaded = folder.resolve("classes");
    ForkedJvm.Outcome outcome = new ForkedJvm()
        .withAgent("logFile=" + folder.resolve("agent.log") + ",logLevel=debug")
        .option("-Xlog:class+load:file=" + loaded)
        .run(Programs.of("7.4.0"), "startup.OneCall", List.of());

    assertEquals(0, outcome.exitCode());
    assertEquals("", outcome.stdout() + outcome.stderr());
    assertTrue(Files.notExists(folder.resolve("agent.log")));
    List<String> classes = Files.readAllLines(loaded);
    assertTrue(classes.toString().contains("io.clusteragent.ClusterAgent"));
    assertEquals(
        List.of(),
        classes.stream()
            .filter(line -> line.contains("io.clusteragent.shaded.")
                || line.contains("io.clusteragent.flight.")
                || line.contains(" jdk.jfr."))
            .toList());
  }

  @Test
  void thePreviousContentOfTheLogFileIsKept() throws IOException {
    Path log = folder.resolve("agent.log");
    for (int run = 1; run <= 2; run++) {
      ForkedJvm.Outcome outcome = run(CLUSTER.jvm().withAgent("logFile=" + log), "7.4.0");
      assertEquals(List.of(), agentLines(outcome));
      long starts = Files.readAllLines(log).stream()
          .filter(line -> line.contains(" is in Jedis "))
          .count();
      assertEquals(run, starts);
    }
  }

  @Test
  void aLogFileThatCannotBeOpenedIsReportedAndStderrReplacesIt() {
    ForkedJvm.Outcome outcome =
        run(CLUSTER.jvm().withAgent("logFile=" + folder.resolve("none/agent.log")), "7.4.0");

    assertEquals(1, outcome.startLines().size(), outcome::stderr);
    List<String> others =
        agentLines(outcome).stream().filter(outcome.otherErrorLines()::contains).toList();
    assertEquals(1, others.size(), outcome::stderr);
    assertTrue(
        others.get(0).contains("WARN cluster-agent - the file of option logFile cannot be opened"),
        outcome::stderr);
  }

  @Test
  void nothingIsLoggedBelowTheLevel() {
    ForkedJvm.Outcome outcome = run(CLUSTER.jvm().withAgent("logLevel=warn"), "7.4.0");
    assertEquals(List.of(), agentLines(outcome));
  }

  private static List<String> agentLines(ForkedJvm.Outcome outcome) {
    return outcome.errorLines().stream()
        .filter(line -> line.contains("cluster-agent"))
        .toList();
  }

  private static ForkedJvm.Outcome run(ForkedJvm jvm, String version) {
    CLUSTER.flush();
    ForkedJvm.Outcome outcome =
        jvm.run(Programs.of(version), "scenarios.Runner", List.of(OtherNodeCluster.PROGRAM));
    assertTrue(OtherNodeCluster.isRouted(outcome));
    return outcome;
  }
}
