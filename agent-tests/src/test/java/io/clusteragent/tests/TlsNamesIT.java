package io.clusteragent.tests;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.clusteragent.demo.cluster.ClusterBuilder;
import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.ServerBinary;
import io.clusteragent.demo.cluster.TlsFiles;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs that have host names verified work where certificates name hosts and no IP address. */
class TlsNamesIT {

  /** What the nodes announce to clients, and the Jedis versions that run on them. */
  enum Announced {
    HOST_NAME("hostname", "8.0.2"),
    IP_ADDRESS("ip", "3.10.0", "7.5.3", "8.0.2"),
    NOTHING("unknown-endpoint", "3.10.0", "7.5.3", "8.0.2");

    private final String endpointType;
    private final List<String> versions;

    Announced(String endpointType, String... versions) {
      this.endpointType = endpointType;
      this.versions = List.of(versions);
    }

    RedisCluster start() {
      ClusterBuilder builder = RedisCluster.builder()
          .masters(3)
          .tls(TlsFiles.create("dns:localhost"))
          .config("cluster-preferred-endpoint-type", endpointType);
      return (this == HOST_NAME
              ? builder.config("cluster-announce-hostname", "localhost")
              : builder)
          .start();
    }
  }

  @ParameterizedTest(name = "{0} announced")
  @EnumSource
  void allWorkIsDoneUnderTheNameThatTheProgramWrote(Announced announced) {
    assumeTrue(ServerBinary.find().isAtLeast(7, 0), "older nodes announce IP addresses only");
    try (RedisCluster cluster = announced.start()) {
      for (String version : announced.versions) {
        AgentRun.of(version, "scenarios.TlsNamesProgram")
            .entry(cluster.masters().get(0))
            .property("target.host", "localhost")
            .property("target.kind", "scenarios.VerifiedTlsTarget")
            .property("target.verifier", version.startsWith("3."))
            .property("javax.net.ssl.trustStore", cluster.tls().trustStore())
            .property("javax.net.ssl.trustStorePassword", TlsFiles.TRUST_STORE_PASSWORD)
            .writesWhatIsExpected();
      }
    }
  }
}
