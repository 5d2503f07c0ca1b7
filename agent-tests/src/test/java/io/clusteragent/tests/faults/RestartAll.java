package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.ClusterBuilder;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.ArrayList;
import java.util.List;

/** Kills all nodes with SIGKILL, and restarts them at once with their data. */
record RestartAll(String name) implements Fault {
  @Override
  public void configure(ClusterBuilder cluster) {
    // Without an fsync in the background that it would have to wait for, a server always writes to
    // the file before it
    // answers, and what was written survives the process.
    cluster.config("appendonly", "yes").config("appendfsync", "no");
  }

  @Override
  public void inject(FaultContext context) {
    for (int shard = 0; shard < context.shards().count(); shard++) {
      context.affects(shard);
    }
    List<RedisNode> masters = context.cluster().masters();
    List<RedisNode> nodes = new ArrayList<>(masters);
    nodes.addAll(context.cluster().replicas());
    try {
      nodes.forEach(RedisNode::kill);
    } finally {
      nodes.forEach(RedisNode::restart);
    }
    context.cluster().awaitStable();
    if (!masters.containsAll(context.cluster().masters())) {
      throw new IllegalStateException("a replica was elected, as the restart took too long");
    }
  }

  @Override
  public PermittedErrors permittedErrors() {
    return PermittedErrors.ANYTHING;
  }
}
