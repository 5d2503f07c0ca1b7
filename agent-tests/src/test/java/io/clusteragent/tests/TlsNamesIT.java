package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.clusteragent.demo.cluster.ClusterBuilder;
import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import io.clusteragent.demo.cluster.ServerBinary;
import io.clusteragent.demo.cluster.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that have host names verified work where certificates name hosts and no IP address. */
class TlsNamesIT {

  /** What the nodes announce to clients. */
  enum Announced {
    HOST_NAME("hostname"),
    IP_ADDRESS("ip"),
    NOTHING("unknown-endpoint");

    private final String endpointType;

    Announced(String endpointType) {
      this.endpointType = endpointType;
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
  @CsvSource({"HOST_NAME, 8.0.2", "IP_ADDRESS, 3.10.0 7.5.3 8.0.2", "NOTHING, 3.10.0 7.5.3 8.0.2"})
  void allWorkIsDoneUnderTheNameThatTheProgramWrote(Announced announced, String versions) {
    assumeTrue(ServerBinary.find().isAtLeast(7, 0), "older nodes announce IP addresses only");
    try (RedisCluster cluster = announced.start()) {
      for (String version : versions.split(" ")) {
        AgentRun.of(version, "scenarios.TlsNamesProgram")
            .entry(cluster.masters().get(0))
            .property("target.host", "localhost")
            .property("target.kind", "scenarios.VerifiedTlsTarget")
            .property("target.verifier", version.startsWith("3."))
            .property("javax.net.ssl.trustStore", cluster.tls().trustStore())
            .property("javax.net.ssl.trustStorePassword", TlsFiles.TRUST_STORE_PASSWORD)
            .writesWhatIsExpected();
      }
      ForkedJvm.Outcome check = check(cluster, new ForkedJvm());
      assertEquals(0, check.exitCode(), check::stdout);
      assertTrue(
          check
              .stdout()
              .contains("the certificates of all reachable nodes are valid for localhost\n"),
          check::stdout);
    }
  }

  /** No AUTH is sent: the certificate that a client presents names its user. */
  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"3.10.0", "8.0.2"})
  void theCertificateOfTheProgramIsTheLoginAtAllNodes(String version) {
    assumeTrue(ServerBinary.find().isAtLeast(8, 6), "older nodes need AUTH");
    TlsFiles files = TlsFiles.create();
    try (RedisCluster cluster = RedisCluster.builder()
        .masters(3)
        .tls(files)
        .config("tls-auth-clients", "optional")
        .config("tls-auth-clients-user", "CN")
        .start()) {
      RedisNode entry = cluster.masters().get(0);
      for (RedisNode node : cluster.nodes()) {
        node.ask("ACL", "SETUSER", "localhost", "on", "~*", "&*", "+@all");
        node.ask("ACL", "SETUSER", "default", "-@all", "+acl");
      }
      AgentRun.of(version, "scenarios.TlsNamesProgram")
          .entry(entry)
          .property("target.host", "localhost")
          .property("target.kind", "scenarios.VerifiedTlsTarget")
          .property("target.verifier", version.startsWith("3."))
          .property("javax.net.ssl.keyStore", files.keyStore())
          .property("javax.net.ssl.keyStorePassword", TlsFiles.TRUST_STORE_PASSWORD)
          .property("javax.net.ssl.trustStore", files.trustStore())
          .property("javax.net.ssl.trustStorePassword", TlsFiles.TRUST_STORE_PASSWORD)
          .writesWhatIsExpected();
    }
  }

  @Test
  void checkNamesTheHostThatACertificateLacks(@TempDir Path folder) throws IOException {
    assumeTrue(ServerBinary.find().isAtLeast(7, 0), "older nodes announce IP addresses only");
    assumeTrue(ForkedJvm.version() >= 9, "Java 8 has no hosts file of its own");
    Path hosts = folder.resolve("hosts");
    Files.writeString(hosts, "127.0.0.1 localhost\n127.0.0.1 node.example\n");
    try (RedisCluster cluster = RedisCluster.builder()
        .masters(1)
        .tls(TlsFiles.create("dns:localhost"))
        .config("cluster-preferred-endpoint-type", "hostname")
        .config("cluster-announce-hostname", "node.example")
        .start()) {
      ForkedJvm.Outcome check =
          check(cluster, new ForkedJvm().property("jdk.net.hosts.file", hosts));
      assertEquals(1, check.exitCode(), check::stdout);
      assertTrue(
          check
              .stdout()
              .contains(": its certificate is not valid for node.example; a client that"
                  + " verifies host names does not connect"),
          check::stdout);
    }
  }

  private static ForkedJvm.Outcome check(RedisCluster cluster, ForkedJvm jvm) {
    return jvm.run(List.of(
        "-jar",
        ForkedJvm.agentJar().toString(),
        "check",
        "localhost:" + cluster.nodes().get(0).port(),
        "--cacert",
        cluster.tls().certificate().toString()));
  }
}
