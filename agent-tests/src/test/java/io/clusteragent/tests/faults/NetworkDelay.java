package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.ClusterBuilder;
import io.clusteragent.demo.cluster.TcpProxy;

/** The way to a master gets long, in both directions. */
record NetworkDelay(String name, int shard, long delayMillis, long millis) implements Fault {
  @Override
  public void configure(ClusterBuilder cluster) {
    cluster.behindProxies();
  }

  @Override
  public void strike(Scene scene) throws InterruptedException {
    scene.strikes(shard);
    TcpProxy network = scene.master(shard).proxy();
    try {
      network.delay(delayMillis);
      Scene.hold(millis);
    } finally {
      network.delay(0);
    }
    scene.cluster().awaitStable();
  }

  @Override
  public Shown shown() {
    return Shown.NOTHING;
  }
}
