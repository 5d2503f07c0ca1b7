package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attaches the agent to a running service, and detaches it. */
class AttachIT {
  private static final String PROGRAM = "scenarios.AttachProgram";

  /** The warning that JDK 21 and newer write when an agent is attached (JEP 451). */
  private static final String JVM_WARNS = "WARNING: ";

  private static RedisCluster cluster;

  @BeforeAll
  static void startCluster() {
    cluster = SharedCluster.get();
  }

  @BeforeEach
  void flush() {
    cluster.nodes().forEach(node -> node.ask("FLUSHALL"));
  }

  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"2.9.0", "7.4.0"})
  void aServiceUnderLoadSeesNoErrorAndIsRoutedFromItsNextConnectionOn(String version)
      throws IOException {
    List<ForkedJvm.Outcome> commands = Collections.synchronizedList(new ArrayList<>());
    try (ControlPort control = new ControlPort(act -> commands.add(command(act)))) {
      RedisNode entry = cluster.masters().get(0);
      ForkedJvm.Outcome outcome = new ForkedJvm()
          .property("target.host", entry.host())
          .property("target.port", entry.port())
          .property("target.control", control.port())
          .property("attach.here", "{" + tag(0) + "}")
          .property("attach.elsewhere", tag(1))
          .run(Programs.of(version), "scenarios.Runner", List.of(PROGRAM));

      assertEquals(
          ExpectedLines.of(PROGRAM),
          Transcripts.in(outcome.stdout()).byScenario().get(PROGRAM).stream()
              .map(line -> line.replaceAll("JedisMovedDataException.*", "MOVED"))
              .toList(),
          outcome.stderr());
      List<String> said = List.of(
          "attached: new connections of Jedis are routed, open connections once they reconnect",
          "attached already; its options stay as they are",
          "detached: new connections of Jedis are plain, open connections stay routed until they reconnect",
          "attached again: new connections of Jedis are routed; options stay as they are");
      assertEquals(
          said.stream().map(line -> "[cluster-agent] " + line).toList(),
          outcome.otherErrorLines().stream()
              .filter(line -> !line.startsWith(JVM_WARNS) && !line.startsWith("SLF4J"))
              .toList());
      assertEquals(1, outcome.foundClusters().size(), outcome::stderr);
      assertEquals(
          said,
          commands.stream()
              .map(
                  command -> command.stdout().replaceFirst("process \\d+: ", "").strip())
              .toList(),
          () -> "" + commands);
      commands.forEach(command -> assertEquals(0, command.exitCode(), command::stderr));
    }
  }

  @Test
  void aProcessThatCannotBeAttachedIsReportedInOneLine() {
    ForkedJvm.Outcome gone =
        ForkedJvm.runJar(ForkedJvm.agentJar(), "attach", "" + Integer.MAX_VALUE);
    assertEquals(3, gone.exitCode());
    assertEquals(1, gone.errorLines().size(), gone::stderr);
    assertTrue(
        gone.stderr().contains("does not exist: no process has this number here"), gone::stderr);
  }

  /** SIGQUIT ends a process that handles the signal itself on every JDK, and any other process on JDK 8 to 17. */
  @ParameterizedTest
  @ValueSource(strings = {"trap 'exit 7' QUIT; while :; do sleep 0.1; done", "exec sleep 300"})
  void aProcessThatIsNoJvmContinues(String program) throws Exception {
    Process other = new ProcessBuilder("sh", "-c", program).start();
    try {
      for (String tool : List.of("status", "refresh", "attach", "detach")) {
        ForkedJvm.Outcome refused = ForkedJvm.runJar(ForkedJvm.agentJar(), tool, "" + other.pid());
        assertFalse(other.waitFor(200, TimeUnit.MILLISECONDS), tool + " has ended it");
        assertEquals(3, refused.exitCode(), refused::stderr);
        assertEquals(
            List.of("cluster-agent " + tool + ": process " + other.pid() + ": is not a JVM"),
            refused.errorLines());
      }
    } finally {
      other.destroyForcibly();
    }
  }

  /** With -Xrs a JVM does not handle the signal, and listens from its start. */
  @Test
  void aJvmThatTheSignalWouldEndIsAttachedToWithoutIt() throws Exception {
    Process other = new ProcessBuilder(
            ForkedJvm.javaCommand(),
            "-Xrs",
            "-cp",
            Programs.of("7.4.0").classPath(),
            "scenarios.WaitingProgram")
        .start();
    try {
      assertEquals('.', other.getInputStream().read());
      ForkedJvm.Outcome attached =
          ForkedJvm.runJar(ForkedJvm.agentJar(), "attach", "" + other.pid());
      assertEquals(0, attached.exitCode(), attached::stderr);
      assertFalse(other.waitFor(200, TimeUnit.MILLISECONDS), "it has ended");
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void anUnknownOptionIsRefusedBeforeTheServiceIsChanged() {
    ForkedJvm.Outcome refused = ForkedJvm.runJar(
        ForkedJvm.agentJar(), "attach", "" + ProcessHandle.current().pid(), "readform=any");
    assertEquals(2, refused.exitCode());
    assertEquals(
        "cluster-agent attach: there is no option \"readform\"; the nearest is readFrom",
        refused.errorLines().get(0));
  }

  @Test
  void withoutAProcessItShowsItsUsage() {
    ForkedJvm.Outcome usage = ForkedJvm.runJar(ForkedJvm.agentJar(), "detach");
    assertEquals(2, usage.exitCode());
    assertTrue(usage.stderr().contains("detach takes PID"), usage::stderr);
  }

  /**
   * @param act the action, with the process id as its last word
   */
  private static ForkedJvm.Outcome command(String act) {
    return ForkedJvm.runJar(
        ForkedJvm.agentJar(),
        act.startsWith("detach") ? "detach" : "attach",
        act.substring(act.lastIndexOf(' ') + 1));
  }

  /** A key of one of the masters. */
  private static String tag(int master) {
    RedisNode node = cluster.masters().get(master);
    return IntStream.range(0, 1000)
        .mapToObj(i -> "tag" + i)
        .filter(tag -> cluster.masterOf(RedisCluster.slotOf(tag)) == node)
        .findFirst()
        .orElseThrow();
  }
}
