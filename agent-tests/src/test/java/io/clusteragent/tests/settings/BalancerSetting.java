package io.clusteragent.tests.settings;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import io.clusteragent.demo.cluster.TcpProxy;

/** The service connects to a balancer, which leads each connection to the next of six nodes. */
final class BalancerSetting extends Setting {
  private final RedisCluster cluster =
      RedisCluster.builder().masters(3).replicas(1).start();
  private final TcpProxy balancer =
      TcpProxy.balancer(cluster.nodes().stream().mapToInt(RedisNode::port).toArray());

  @Override
  int port() {
    return balancer.port();
  }

  @Override
  public void close() {
    balancer.close();
    cluster.close();
  }
}
