package io.clusteragent.tests.settings;

import io.clusteragent.demo.cluster.ClusterBuilder;
import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.TlsFiles;
import io.clusteragent.tests.ForkedJvm;
import java.util.List;

/** The service verifies host names, and the certificates name a host only. From Redis 7.0 on. */
final class TlsSetting extends Setting {
  private static final String NAME = "localhost";

  private final RedisCluster cluster;

  private TlsSetting(ClusterBuilder builder) {
    cluster = builder.masters(3).tls(TlsFiles.create("dns:" + NAME)).start();
  }

  static Setting hostNames() {
    return new TlsSetting(announcing("hostname").config("cluster-announce-hostname", NAME));
  }

  static Setting addresses() {
    return new TlsSetting(announcing("ip"));
  }

  static Setting nothing() {
    return new TlsSetting(announcing("unknown-endpoint"));
  }

  private static ClusterBuilder announcing(String endpointType) {
    return RedisCluster.builder().config("cluster-preferred-endpoint-type", endpointType);
  }

  @Override
  List<String> lines() {
    return List.of("3.10.0", "7.5.3", "8.0.2");
  }

  @Override
  String host() {
    return NAME;
  }

  @Override
  int port() {
    return cluster.masters().get(0).port();
  }

  @Override
  void configure(ForkedJvm jvm, String jedis) {
    jvm.property("target.kind", "scenarios.VerifiedTlsTarget")
        .property("target.verifier", jedis.startsWith("3."))
        .property("javax.net.ssl.trustStore", cluster.tls().trustStore())
        .property("javax.net.ssl.trustStorePassword", TlsFiles.TRUST_STORE_PASSWORD);
  }

  @Override
  public void close() {
    cluster.close();
  }
}
