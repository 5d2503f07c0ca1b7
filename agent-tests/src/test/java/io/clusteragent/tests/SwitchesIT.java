package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how to switch the agent off, and what happens in a JVM in which it cannot work. */
class SwitchesIT {
  private static final String UNDOING = "scenarios.UndoingAgent";
  private static final String OFFER = "there is no option \"redFrom\"; the nearest is readFrom";

  private static final OtherNodeCluster CLUSTER = new OtherNodeCluster();

  @TempDir
  Path folder;

  @Test
  void aPropertySwitchesItOff() {
    ForkedJvm.Outcome outcome =
        run(CLUSTER.jvm().withAgent().property("clusteragent.enabled", false));
    assertFalse(OtherNodeCluster.isRouted(outcome));
    assertEquals("", outcome.stderr());
  }

  @Test
  void theEnvironmentSwitchesItOff() {
    ForkedJvm.Outcome outcome =
        run(CLUSTER.jvm().withAgent().environment("CLUSTERAGENT_ENABLED", "false"));
    assertFalse(OtherNodeCluster.isRouted(outcome));
    assertEquals("", outcome.stderr());
  }

  @Test
  void aSecondAgentIsIgnoredInOneLine() {
    ForkedJvm.Outcome outcome = run(CLUSTER.jvm().withAgent().withAgent("readFrom=replica"));
    assertTrue(OtherNodeCluster.isRouted(outcome));
    assertEquals(
        List.of("[cluster-agent] a second -javaagent:cluster-agent.jar is ignored"),
        outcome.otherErrorLines());
  }

  @Test
  void withAnUnknownOptionJedisIsLeftAlone() {
    ForkedJvm.Outcome outcome = run(CLUSTER.jvm().withAgent("redFrom=any"));
    assertFalse(OtherNodeCluster.isRouted(outcome));
    assertEquals(
        List.of("[cluster-agent] not started, Jedis is left alone: " + OFFER),
        outcome.errorLines());
  }

  @Test
  void anUnknownVariableOrPropertyIsAnUnknownOption() {
    ForkedJvm.Outcome variable =
        run(CLUSTER.jvm().withAgent().environment("CLUSTERAGENT_READFROM", "any"));
    assertFalse(OtherNodeCluster.isRouted(variable));
    assertEquals(
        List.of("[cluster-agent] not started, Jedis is left alone: there is no option"
            + " \"CLUSTERAGENT_READFROM\"; the nearest is CLUSTERAGENT_READ_FROM"),
        variable.errorLines());
    ForkedJvm.Outcome property =
        run(CLUSTER.jvm().withAgent().property("clusteragent.readform", "any"));
    assertFalse(OtherNodeCluster.isRouted(property));
    assertEquals(
        List.of("[cluster-agent] not started, Jedis is left alone: there is no option"
            + " \"clusteragent.readform\"; the nearest is clusteragent.readFrom"),
        property.errorLines());
  }

  @ParameterizedTest
  @ValueSource(strings = {"onFailure=abort,redFrom=any", "redFrom=any,onFailure=abort"})
  void withAnUnknownOptionAndAbortTheProgramDoesNotStart(String options) {
    ForkedJvm.Outcome outcome = run(CLUSTER.jvm().withAgent(options));
    assertEquals(1, outcome.exitCode());
    assertEquals("", outcome.stdout());
    assertEquals(
        List.of(
            "[cluster-agent] not started, Jedis is left alone: " + OFFER,
            "[cluster-agent] ends this JVM, because onFailure=abort is set"),
        outcome.errorLines());
  }

  @Test
  void abortCountsInAFileWithAMistake() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "redFrom=any\nonFailure=abort\n");
    ForkedJvm.Outcome outcome =
        run(CLUSTER.jvm().withAgent().environment("CLUSTERAGENT_CONFIG", file.toString()));
    assertEquals(1, outcome.exitCode());
    assertEquals("", outcome.stdout());
    assertEquals(2, outcome.errorLines().size(), outcome::stderr);
  }

  @Test
  void aSwitchedOffAgentEndsNoProgram() {
    ForkedJvm.Outcome outcome = run(CLUSTER
        .jvm()
        .withAgent("onFailure=abort,redFrom=any")
        .environment("CLUSTERAGENT_ENABLED", "false"));
    assertFalse(OtherNodeCluster.isRouted(outcome));
    assertEquals(1, outcome.errorLines().size(), outcome::stderr);
  }

  @Test
  void aVariableOfAKubernetesServiceIsNoOption() {
    ForkedJvm.Outcome outcome = run(CLUSTER
        .jvm()
        .withAgent()
        .environment("CLUSTERAGENT_SERVICE_HOST", "10.0.171.239")
        .environment("CLUSTERAGENT_SERVICE_PORT_HTTP", "80")
        .environment("CLUSTERAGENT_PORT", "tcp://10.0.171.239:80"));
    assertTrue(OtherNodeCluster.isRouted(outcome));
    assertEquals(List.of(), outcome.otherErrorLines());
  }

  @Test
  void anAgentThatUndoesTheWeavingIsDetected() throws IOException {
    ForkedJvm.Outcome outcome =
        run(CLUSTER.jvm().withAgent().option("-javaagent:" + undoingAgent()));
    assertFalse(OtherNodeCluster.isRouted(outcome));
    assertEquals(1, outcome.errorLines().size(), outcome::stderr);
    assertTrue(
        outcome.stderr().contains(" ERROR cluster-agent - Jedis is not routed: "), outcome::stderr);
  }

  @Test
  void anAgentThatUndoesTheWeavingEndsTheJvmWithAbort() throws IOException {
    ForkedJvm.Outcome outcome =
        run(CLUSTER.jvm().withAgent("onFailure=abort").option("-javaagent:" + undoingAgent()));
    assertEquals(1, outcome.exitCode());
    assertEquals(2, outcome.errorLines().size(), outcome::stderr);
  }

  @Test
  void theRemedyHelps() throws IOException {
    ForkedJvm.Outcome outcome =
        run(CLUSTER.jvm().option("-javaagent:" + undoingAgent()).withAgent());
    assertTrue(OtherNodeCluster.isRouted(outcome));
    assertEquals(List.of(), outcome.otherErrorLines());
  }

  private Path undoingAgent() throws IOException {
    return AgentJar.write(folder, programs(), UNDOING);
  }

  private static ForkedJvm.Outcome run(ForkedJvm jvm) {
    CLUSTER.flush();
    return jvm.run(programs(), "scenarios.Runner", List.of(OtherNodeCluster.PROGRAM));
  }

  private static Programs programs() {
    return Programs.of("7.4.0");
  }
}
