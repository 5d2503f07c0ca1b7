package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Checks that the agent does not change a standalone server: all scenarios have the same results with and without it. That also
 * shows that the runs without the agent, with which other tests compare, are repeatable, and that no scenario fails on plain
 * Jedis.
 */
class StandaloneServerIT {

  @TestFactory
  Stream<DynamicTest> isTheSameWithTheAgentAsWithoutIt() {
    Servers servers = Variant.PLAIN.start();
    return JedisLine.everySecondTested().stream()
        .map(version -> dynamicTest("Jedis " + version, () -> compare(servers, version)))
        .onClose(servers::close);
  }

  private static void compare(Servers servers, String version) throws IOException {
    ForkedJvm plain = Variant.PLAIN.jvm(servers, servers.standalone());
    ForkedJvm.Outcome without = run(plain, servers, version);
    ForkedJvm.Outcome with = run(plain.withAgent(), servers, version);
    assertEquals(List.of(), Transcripts.in(without.stdout()).failures(), without.stderr());
    assertEquals(
        List.of(), Transcripts.in(with.stdout()).differencesTo(Transcripts.in(without.stdout())));
    assertEquals(without.stdout(), with.stdout());
    assertEquals(without.exitCode(), with.exitCode());
    assertEquals(1, with.startLines().size(), with.stderr());
    assertEquals(
        ForkedJvm.withoutTimes(without.errorLines()),
        ForkedJvm.withoutTimes(with.otherErrorLines()));
  }

  private static ForkedJvm.Outcome run(ForkedJvm jvm, Servers servers, String version)
      throws IOException {
    servers.flush();
    Programs programs = Programs.of(version);
    try (ControlPort control = new ControlPort(act -> servers.closeConnections())) {
      return jvm.property("target.control", control.port())
          .run(programs, "scenarios.Runner", programs.scenarios(true));
    }
  }
}
