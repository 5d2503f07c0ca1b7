package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The oracle itself: two runs without the agent see the same, and no scenario fails on plain Jedis. */
class OracleIT {

  @TestFactory
  Stream<DynamicTest> saysTheSameTwice() {
    Servers servers = Variant.PLAIN.start();
    return JedisLine.tested().stream()
        .map(version -> dynamicTest("Jedis " + version, () -> twice(servers, version)))
        .onClose(servers::close);
  }

  private static void twice(Servers servers, String version) throws IOException {
    ForkedJvm.Outcome first = run(servers, version);
    ForkedJvm.Outcome second = run(servers, version);
    assertEquals(List.of(), Transcripts.in(first.stdout()).failures(), first.stderr());
    assertEquals(
        List.of(), Transcripts.in(second.stdout()).differencesTo(Transcripts.in(first.stdout())));
    assertEquals(first.errorLines(), second.errorLines());
  }

  private static ForkedJvm.Outcome run(Servers servers, String version) throws IOException {
    servers.flush();
    Programs programs = Programs.of(version);
    try (ControlPort control = new ControlPort(act -> servers.closeConnections())) {
      return Variant.PLAIN
          .jvm(servers, servers.standalone())
          .property("target.control", control.port())
          .run(programs, "scenarios.Runner", programs.scenarios(true));
    }
  }
}
