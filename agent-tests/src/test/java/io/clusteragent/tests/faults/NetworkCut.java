package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.ClusterBuilder;
import io.clusteragent.demo.cluster.RedisNode;
import io.clusteragent.demo.cluster.TcpProxy;

/**
 * Clients cannot reach a master any more, while the nodes still see each other: nobody takes over.
 *
 * @param cut whether connections hang, or are reset and refused
 */
record NetworkCut(String name, int shard, long millis, TcpProxy.Cut cut) implements Fault {
  @Override
  public void configure(ClusterBuilder cluster) {
    cluster.behindProxies();
  }

  @Override
  public void strike(Scene scene) throws InterruptedException {
    scene.strikes(shard);
    RedisNode master = scene.master(shard);
    try {
      master.proxy().cut(cut);
      Scene.hold(millis);
    } finally {
      master.proxy().restore();
    }
    scene.cluster().awaitStable();
  }

  @Override
  public boolean sparesOtherShards() {
    return true;
  }

  @Override
  public Shown shown() {
    return Shown.UNKNOWN;
  }
}
