package io.clusteragent.tests.settings;

import io.clusteragent.demo.cluster.ClusterBuilder;
import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.List;

/** The service starts, and connects, before the nodes form a cluster. */
final class LateClusterSetting extends Setting {
  private final ClusterBuilder.Unformed nodes =
      RedisCluster.builder().masters(3).startUnformed();

  @Override
  int port() {
    return nodes.nodes().get(0).port();
  }

  @Override
  boolean beginsWithAnAct() {
    return true;
  }

  @Override
  List<String> acts() {
    return List.of("form");
  }

  @Override
  void act(String act) {
    nodes.form();
  }

  @Override
  public void close() {
    nodes.nodes().forEach(RedisNode::close);
  }
}
