package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.ClusterBuilder;
import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import io.clusteragent.demo.cluster.TcpProxy;
import io.clusteragent.demo.cluster.TlsFiles;
import java.util.List;

/** How a client connects to the cluster. */
enum ConnectionWay {
  /** To the first master of shard 0, without TLS. */
  DIRECT("") {
    @Override
    Entry entry(RedisCluster cluster, RedisNode first) {
      return new Entry(first.host(), first.announcedPort(), List.of(), null);
    }
  },

  /** As {@link #DIRECT}, with TLS: the nodes announce host names, and the certificates name nothing else. From Redis 7.0 on. */
  VERIFIED_TLS(", TLS") {
    @Override
    void configure(ClusterBuilder cluster) {
      cluster
          .tls(TlsFiles.create("dns:" + NAME))
          .config("cluster-announce-hostname", NAME)
          .config("cluster-preferred-endpoint-type", "hostname");
    }

    @Override
    Entry entry(RedisCluster cluster, RedisNode first) {
      TlsFiles files = cluster.tls();
      return new Entry(
          NAME,
          first.announcedPort(),
          List.of(
              "-Dload.tls=true",
              "-Djavax.net.ssl.trustStore=" + files.trustStore(),
              "-Djavax.net.ssl.trustStorePassword=" + TlsFiles.TRUST_STORE_PASSWORD),
          null);
    }
  },

  /** Through a balancer over all nodes. */
  BALANCER(", balancer") {
    @Override
    Entry entry(RedisCluster cluster, RedisNode first) {
      TcpProxy balancer = TcpProxy.balancer(
          cluster.nodes().stream().mapToInt(RedisNode::announcedPort).toArray());
      return new Entry(first.host(), balancer.port(), List.of(), balancer);
    }
  };

  private static final String NAME = "localhost";

  private final String text;

  ConnectionWay(String text) {
    this.text = text;
  }

  /** The address for the client, further options of its JVM, and the balancer, or null. */
  record Entry(String host, int port, List<String> options, TcpProxy balancer) {
    void close() {
      if (balancer != null) {
        balancer.close();
      }
    }
  }

  /** Prepares the nodes. */
  void configure(ClusterBuilder cluster) {}

  /**
   * Opens the way.
   *
   * @param first the first master of shard 0
   */
  abstract Entry entry(RedisCluster cluster, RedisNode first);

  @Override
  public String toString() {
    return text;
  }
}
