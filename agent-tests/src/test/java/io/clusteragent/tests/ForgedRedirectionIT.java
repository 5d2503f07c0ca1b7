package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.demo.cluster.RedisCluster;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that a redirection out of the cluster, which a script returns, is not followed with any options. */
@ParameterizedClass(name = "Jedis {0}")
@ValueSource(strings = {"2.9.0", "3.10.0", "7.4.0"})
class ForgedRedirectionIT {
  private static final String PASSWORD = "open-sesame";
  private static RedisCluster cluster;

  private final String version;

  ForgedRedirectionIT(String version) {
    this.version = version;
  }

  @BeforeAll
  static void startCluster() {
    cluster = RedisCluster.builder().masters(3).password(PASSWORD).start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @ParameterizedTest(name = "options: {0}")
  @ValueSource(strings = {"", "trustRedirects=true,deadline=500"})
  void theApplicationGetsTheErrorAndTheOtherServerReceivesNothing(String options)
      throws IOException {
    try (RecordingServer elsewhere = new RecordingServer()) {
      List<String> seen = run(elsewhere, options);
      assertEquals("before -> OK", seen.get(0));
      assertTrue(seen.get(1).contains("MOVED"), seen.get(1));
      assertEquals("after -> value", seen.get(2));
      assertEquals("", elsewhere.received());
    }
  }

  private List<String> run(RecordingServer elsewhere, String options) {
    String forged = "MOVED " + RedisCluster.slotOf("key") + " " + elsewhere.address();
    return AgentRun.of(version, "scenarios.ForgedRedirectionProgram", options)
        .entry(cluster.nodes().get(0))
        .property("target.password", PASSWORD)
        .property("forged", forged)
        .transcript();
  }
}
