package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Tests an address at which no process listens, and which belongs to no known cluster. Connecting fails as without the agent,
 * with the same exception, message and causes. The code that is woven into each Jedis line for this passes the JVM's verifier.
 */
class DeadAddressIT {
  private static final String PROGRAM = "scenarios.DeadAddressProgram";

  @TestFactory
  Stream<DynamicTest> everyLine() {
    return JedisLine.tested().stream()
        .map(version -> dynamicTest("Jedis " + version, () -> compare(version)));
  }

  private static void compare(String version) throws IOException {
    try (Socket reserved = new Socket()) {
      reserved.bind(new InetSocketAddress(
          InetAddress.getLoopbackAddress(), 0)); // bound, but it does not listen
      int port = reserved.getLocalPort();
      ForkedJvm.Outcome without = run(new ForkedJvm(), version, port);
      ForkedJvm.Outcome with = run(new ForkedJvm().withAgent(), version, port);
      assertEquals(without.stdout(), with.stdout());
      assertEquals(true, without.stdout().contains("JedisConnectionException"), without.stdout());
      List<String> said = with.otherErrorLines().stream()
          .filter(line -> line.contains("cluster-agent"))
          .toList();
      assertEquals(List.of(), said);
    }
  }

  private static ForkedJvm.Outcome run(ForkedJvm jvm, String version, int port) {
    return jvm.option("-Xverify:all")
        .property("target.host", "127.0.0.1")
        .property("target.port", port)
        .run(Programs.of(version), "scenarios.Runner", List.of(PROGRAM));
  }
}
