package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clusteragent.demo.cluster.RedisNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;

/** Runs one program in a JVM of its own, with the agent by default. */
final class AgentRun {
  private final Programs programs;
  private final String program;
  private final ForkedJvm jvm = new ForkedJvm();
  private Consumer<String> acts = act -> {};

  private AgentRun(String version, String program) {
    this.programs = Programs.of(version);
    this.program = program;
  }

  static AgentRun of(String version, String program) {
    return of(version, program, "");
  }

  /**
   * @param arguments the agent's options, as after {@code -javaagent:cluster-agent.jar=}
   */
  static AgentRun of(String version, String program, String arguments) {
    AgentRun run = new AgentRun(version, program);
    run.jvm.withAgent(arguments);
    return run;
  }

  static AgentRun withoutAgent(String version, String program) {
    return new AgentRun(version, program);
  }

  /** Sets the one server that the program knows. */
  AgentRun entry(RedisNode node) {
    jvm.property("target.host", node.host()).property("target.port", node.port());
    return this;
  }

  AgentRun property(String key, Object value) {
    jvm.property(key, value);
    return this;
  }

  /** Sets the largest heap, such as {@code 64m}. */
  AgentRun heap(String size) {
    jvm.heap(size);
    return this;
  }

  /** Sets the action that runs when the program asks for it, while the program waits. */
  AgentRun acts(Consumer<String> acts) {
    this.acts = acts;
    return this;
  }

  /** Adds a flag of the JVM. */
  AgentRun option(String option) {
    jvm.option(option);
    return this;
  }

  /** Runs the program to its end. */
  List<String> transcript() {
    return Transcripts.in(outcome().stdout()).byScenario().get(program);
  }

  /** Runs the program to its end, and checks that it writes the expected lines beside its source. */
  void writesWhatIsExpected() {
    assertEquals(ExpectedLines.of(program), transcript());
  }

  /** As {@link #transcript}, with the JVM's exit code and streams. */
  ForkedJvm.Outcome outcome() {
    try (ControlPort control = new ControlPort(acts)) {
      ForkedJvm.Outcome outcome = jvm.property("target.control", control.port())
          .run(programs, "scenarios.Runner", List.of(program));
      assertEquals(List.of(), Transcripts.in(outcome.stdout()).failures(), outcome.stderr());
      assertEquals(0, outcome.exitCode(), outcome.stderr());
      return outcome;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
