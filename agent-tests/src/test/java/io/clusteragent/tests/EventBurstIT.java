package io.clusteragent.tests;

import io.clusteragent.demo.cluster.ClusterBuilder;
import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.TlsFiles;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events of several masters arrive at once, over TLS as without, and a subscriber that waits costs next to nothing. */
@RunsAlone
class EventBurstIT {

  @ParameterizedTest(name = "Jedis {0}, {1}")
  @CsvSource({"2.9.0, TLS", "7.4.0, PLAIN"})
  void aBurstArrivesAtOnceAndWaitingCostsNothing(String version, Variant variant) {
    ClusterBuilder builder =
        RedisCluster.builder().masters(3).config("notify-keyspace-events", "KEA");
    if (variant == Variant.TLS) {
      builder.tls();
    }
    try (RedisCluster cluster = builder.start()) {
      AgentRun run = AgentRun.of(version, "scenarios.EventBurstProgram")
          .entry(cluster.masters().get(0));
      if (variant == Variant.TLS) {
        run.property("target.kind", "scenarios.TlsTarget")
            .property("javax.net.ssl.trustStore", cluster.tls().trustStore())
            .property("javax.net.ssl.trustStorePassword", TlsFiles.TRUST_STORE_PASSWORD);
      }
      run.writesWhatIsExpected();
    }
  }
}
