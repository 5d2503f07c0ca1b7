package io.clusteragent.tests;

import io.clusteragent.demo.cluster.ClusterBuilder;
import io.clusteragent.demo.cluster.NodeSettings;
import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import io.clusteragent.demo.cluster.TlsFiles;

/** Lists variants of the servers' configuration, with the programs' matching settings. */
enum Variant {
  PLAIN("scenarios.Target"),
  PASSWORD("scenarios.Target") {
    @Override
    void configure(ClusterBuilder cluster, NodeSettings standalone) {
      cluster.password(PASSWORD_TEXT);
      standalone.password(PASSWORD_TEXT);
    }

    @Override
    void tell(ForkedJvm jvm, Servers servers) {
      jvm.property("target.password", PASSWORD_TEXT);
    }
  },
  ACL_USER("scenarios.AclTarget") {
    @Override
    void configure(ClusterBuilder cluster, NodeSettings standalone) {
      cluster.password("of the default user").aclUser("legacy", PASSWORD_TEXT, "~* &* +@all");
      standalone.password("of the default user").aclUser("legacy", PASSWORD_TEXT, "~* &* +@all");
    }

    @Override
    void tell(ForkedJvm jvm, Servers servers) {
      jvm.property("target.user", "legacy").property("target.password", PASSWORD_TEXT);
    }
  },
  TLS("scenarios.TlsTarget") {
    @Override
    void configure(ClusterBuilder cluster, NodeSettings standalone) {
      cluster.tls();
    }

    @Override
    void tell(ForkedJvm jvm, Servers servers) {
      jvm.property("javax.net.ssl.trustStore", servers.cluster().tls().trustStore())
          .property("javax.net.ssl.trustStorePassword", TlsFiles.TRUST_STORE_PASSWORD);
    }
  },
  RESP3("scenarios.Resp3Target");

  private static final String PASSWORD_TEXT = "open-sesame";

  private final String targetClass;

  Variant(String targetClass) {
    this.targetClass = targetClass;
  }

  void configure(ClusterBuilder cluster, NodeSettings standalone) {}

  void tell(ForkedJvm jvm, Servers servers) {}

  Servers start() {
    ClusterBuilder builder = RedisCluster.builder().masters(3);
    NodeSettings settings = RedisNode.settings();
    configure(builder, settings);
    RedisCluster cluster = builder.start();
    if (cluster.tls() != null) {
      settings.tls(cluster.tls());
    }
    return new Servers(settings.start(), cluster);
  }

  /** A JVM for a program that knows only {@code node}. */
  ForkedJvm jvm(Servers servers, RedisNode node) {
    ForkedJvm jvm = new ForkedJvm()
        .property("target.kind", targetClass)
        .property("target.host", node.host())
        .property("target.port", node.port());
    tell(jvm, servers);
    return jvm;
  }
}
