package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.demo.cluster.Await;
import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks what operators see of one program while its slot moves, a command is slow, its master fails over and another master
 * dies: in the log file, in a flight recording, and with {@code status} and {@code refresh}. No output contains the key or its
 * value.
 */
class OperatedIT {
  private static final String KEY = "secret:{operated}";
  private static final String VALUE = "treasure";
  private static final int SLOT = RedisCluster.slotOf(KEY);
  private static final String EVENTS = "io.clusteragent.";

  /** {@code printf %s 'secret:{operated}' | sha256sum}. */
  private static final String KEY_HASH = "9814aea4";

  private static RedisCluster cluster;

  @TempDir
  Path folder;

  private RedisNode first;
  private RedisNode second;
  private RedisNode third;

  @BeforeAll
  static void start() {
    cluster = RedisCluster.builder().masters(3).replicas(1).start();
    cluster.awaitReplicasShown();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void theySeeEventsButNeverAKey() throws IOException {
    first = cluster.masterOf(SLOT);
    second =
        cluster.masters().stream().filter(node -> node != first).findFirst().orElseThrow();
    third = cluster.replicasOf(second).get(0);
    Path log = folder.resolve("agent.log");
    Path recording = folder.resolve("recording.jfr");
    Files.writeString(log, "what was there\n");

    ForkedJvm.Outcome outcome = AgentRun.of(
            "7.4.0",
            "scenarios.OperatedProgram",
            "logFile=" + log + ",logLevel=debug,slowCommand=200")
        .entry(cluster.nodes().get(0))
        .option("-XX:StartFlightRecording:filename=" + recording + ",dumponexit=true")
        .acts(this::act)
        .outcome();

    assertEquals(
        ExpectedLines.of("scenarios.OperatedProgram"),
        Transcripts.in(outcome.stdout()).byScenario().get("scenarios.OperatedProgram"));
    assertEquals(
        List.of(),
        outcome.errorLines().stream()
            .filter(line -> line.contains("cluster-agent"))
            .toList());
    seeTheLog(Files.readAllLines(log));
    seeTheEvents(RecordingFile.readAllEvents(recording));
  }

  /** Whether the JVM has flight recording: a run-time image may lack it, as does JDK 8 before update 262. */
  @Test
  void withoutAFlightRecorderEverythingElseWorks() {
    assertEquals("another connection -> 22", last(redirected("--limit-modules=java.se")));
  }

  @Test
  void theFlightRecorderIsNotEvenStartedWhileNobodyRecords() throws IOException {
    Path loaded = folder.resolve("classes");
    assertEquals("another connection -> 22", last(redirected("-Xlog:class+load:file=" + loaded)));
    List<String> classes = Files.readAllLines(loaded);
    assertTrue(classes.toString().contains("io.clusteragent.flight.FlightEvent"));
    assertEquals(
        List.of(),
        classes.stream()
            .filter(line -> line.contains(" jdk.jfr.internal.Metadata"))
            .toList());
  }

  private static List<String> redirected(String option) {
    int slot = RedisCluster.slotOf("{moved}");
    cluster.masterOf(slot).ask("DEL", "{moved}counter");
    return AgentRun.of("7.4.0", "scenarios.MovedSlotProgram")
        .entry(cluster.masters().get(0))
        .option(option)
        .acts(act -> cluster.moveSlot(
            slot,
            cluster.masters().stream()
                .filter(node -> node != cluster.masterOf(slot))
                .findFirst()
                .orElseThrow()))
        .transcript();
  }

  private static String last(List<String> lines) {
    return lines.get(lines.size() - 1);
  }

  private void act(String order) {
    String pid = order.substring(order.lastIndexOf(' ') + 1);
    switch (order.substring(0, order.lastIndexOf(' '))) {
      case "before all":
        ForkedJvm.Outcome early = tool("status", pid);
        assertEquals(0, early.exitCode(), early::stderr);
        assertEquals("no cluster has been found yet", early.stdout().strip());
        break;
      case "look":
        awaitStatus(
            pid,
            status -> status.exitCode() == 0
                && status.stdout().contains("3 masters, 16384 of 16384 slots are covered"));
        seeTheStatus(tool("status", pid), tool("status", pid, "--json"));
        break;
      case "move the slot":
        cluster.moveSlot(SLOT, second);
        break;
      case "fail over":
        cluster.failover(third);
        ForkedJvm.Outcome refreshed = tool("refresh", pid);
        assertEquals(0, refreshed.exitCode(), refreshed::stderr);
        assertEquals(
            entry() + ": refreshed; 3 masters, 16384 of 16384 slots are covered",
            refreshed.stdout().strip());
        break;
      case "kill":
        third.kill();
        break;
      default:
        awaitStatus(
            pid,
            status -> status.exitCode() == 1
                && status
                    .stdout()
                    .lines()
                    .anyMatch(line ->
                        line.startsWith(third.address() + " ") && line.contains(" unreachable ")));
    }
  }

  private void seeTheStatus(ForkedJvm.Outcome status, ForkedJvm.Outcome json) {
    List<String> lines = status.stdout().lines().toList();
    assertTrue(
        lines.get(0).matches("cluster-agent \\S+: new connections of Jedis are routed"),
        status::stdout);
    for (RedisNode node : cluster.nodes()) {
      String role = cluster.masters().contains(node) ? "master" : "replica";
      assertTrue(
          lines.stream().anyMatch(line -> line.matches(node.address() + " +" + role + " +ok .*")),
          status::stdout);
    }
    assertTrue(json.stdout().contains("\"slotsCovered\": 16384"), json::stdout);
    assertTrue(json.stdout().contains("\"topologyDenied\": false"), json::stdout);
    assertTrue(json.stdout().contains("\"address\": \"" + first.address() + "\""), json::stdout);
  }

  private void seeTheLog(List<String> lines) {
    assertEquals("what was there", lines.get(0));
    assertTrue(
        lines.get(1).matches("\\d{4}-\\d\\d-\\d\\dT\\S+ \\[.*] INFO cluster-agent - .*"),
        lines.get(1));
    seeLine(
        lines,
        " INFO .* is in Jedis 7\\.4\\.0, mode=route; options set: logFile=.* \\(argument\\), "
            + "logLevel=debug \\(argument\\), slowCommand=200 \\(argument\\)");
    seeLine(
        lines,
        " INFO .*the Redis Cluster at " + entry() + ", used by Jedis 7\\.4\\.0, has 3 masters"
            + " and 3 replicas; 16384 of 16384 hash slots are covered");
    String key = ", slot " + SLOT + ", key hash " + KEY_HASH;
    seeLine(
        lines,
        " DEBUG .*MOVED: GET" + key + ", from " + first.address() + " to " + second.address());
    seeLine(
        lines,
        " DEBUG .*slow: EVAL" + key + ", on " + second.address() + " took [34]\\d\\d ms, .*");
    seeLine(
        lines,
        " WARN .*node " + third.address() + " of the Redis Cluster at " + entry()
            + " cannot be reached: Connection refused.*");
    assertFalse(lines.toString().contains(KEY));
    assertFalse(lines.toString().contains(VALUE));
  }

  /** Checks that exactly one line matches. */
  private static void seeLine(List<String> lines, String pattern) {
    assertEquals(
        1,
        lines.stream().filter(line -> line.matches(".*" + pattern)).count(),
        () -> pattern + " in\n" + String.join("\n", lines));
  }

  private void seeTheEvents(List<RecordedEvent> all) {
    List<RecordedEvent> events = all.stream()
        .filter(event -> event.getEventType().getName().startsWith(EVENTS))
        .toList();
    see(
        events,
        "Redirection",
        event -> event.getString("command").equals("GET")
            && event.getString("reason").equals("MOVED")
            && event.getInt("slot") == SLOT
            && event.getString("from").equals(first.address())
            && event.getString("to").equals(second.address()));
    see(
        events,
        "TopologyRefresh",
        event -> event.getString("cluster").equals(entry())
            && event.getBoolean("answered")
            && event.getDuration("took").compareTo(Duration.ZERO) > 0
            && event.getInt("masters") == 3
            && event.getInt("slots") == 16384);
    see(
        events,
        "Failover",
        event -> event.getString("from").equals(second.address())
            && event.getString("to").equals(third.address())
            && event.getInt("slots") > 5000);
    see(
        events,
        "SlowCommand",
        event -> event.getString("command").equals("EVAL")
            && event.getInt("slot") == SLOT
            && event.getString("node").equals(second.address())
            && event.getDuration("took").compareTo(Duration.ofMillis(300)) >= 0
            && event.getInt("attempts") == 0
            && event.getStackTrace().getFrames().stream()
                .anyMatch(frame ->
                    frame.getMethod().getType().getName().equals("scenarios.OperatedProgram")));
    assertFalse(events.toString().contains(KEY));
    assertFalse(events.toString().contains(VALUE));
  }

  private static void see(
      List<RecordedEvent> events, String name, Predicate<RecordedEvent> wanted) {
    assertTrue(
        events.stream()
            .filter(event -> event.getEventType().getName().equals(EVENTS + name))
            .anyMatch(wanted),
        () -> name + " in " + events);
  }

  private static void awaitStatus(String pid, Predicate<ForkedJvm.Outcome> wanted) {
    Await.until("the status", Duration.ofSeconds(30), () -> {
      ForkedJvm.Outcome status = tool("status", pid);
      return wanted.test(status) ? null : status.toString();
    });
  }

  private static ForkedJvm.Outcome tool(String... words) {
    return ForkedJvm.runJar(ForkedJvm.agentJar(), words);
  }

  private static String entry() {
    return cluster.nodes().get(0).address();
  }
}
