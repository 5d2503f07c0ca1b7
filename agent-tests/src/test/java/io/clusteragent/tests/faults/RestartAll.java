package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.ClusterBuilder;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.ArrayList;
import java.util.List;

/** SIGKILL of all nodes, which come back at once with what they had. */
record RestartAll(String name) implements Fault {
  @Override
  public void configure(ClusterBuilder cluster) {
    // Without an fsync in the background that it would have to wait for, a server always writes to
    // the file before it
    // answers, and what was written survives the process.
    cluster.config("appendonly", "yes").config("appendfsync", "no");
  }

  @Override
  public void strike(Scene scene) {
    for (int shard = 0; shard < scene.shards().count(); shard++) {
      scene.strikes(shard);
    }
    List<RedisNode> masters = scene.cluster().masters();
    List<RedisNode> nodes = new ArrayList<>(masters);
    nodes.addAll(scene.cluster().replicas());
    try {
      nodes.forEach(RedisNode::kill);
    } finally {
      nodes.forEach(RedisNode::restart);
    }
    scene.cluster().awaitStable();
    if (!masters.containsAll(scene.cluster().masters())) {
      throw new IllegalStateException("a replica was elected, as the restart took too long");
    }
  }

  @Override
  public Shown shown() {
    return Shown.ANYTHING;
  }
}
