package io.clusteragent.observe;

import io.clusteragent.cluster.Cluster;
import io.clusteragent.log.Log;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps the beans in step with the clusters. Made in premain, where JMX must not be touched: all that does is in {@link
 * Registry}, which the first cluster loads.
 */
public final class Beans implements Cluster.Watcher {
  private final Switch routing;
  private final AtomicBoolean failureSaid = new AtomicBoolean();
  private Registry registry; // guarded by this

  /**
   * @param routing whether new connections are routed
   */
  public Beans(Switch routing) {
    this.routing = routing;
  }

  @Override
  public synchronized void changed(Cluster cluster) {
    try {
      if (registry == null) {
        registry = new Registry(routing);
      }
      registry.hideLost();
      registry.show(cluster);
    } catch (Exception | LinkageError e) { // the module java.management may be missing
      say(e);
    }
  }

  /** Of a cluster that tells no topology, nodes become known by redirections, and nobody says so. */
  @Override
  public void tended(Cluster cluster) {
    if (cluster.isSilent()) {
      changed(cluster);
    }
  }

  private void say(Throwable failure) {
    if (failureSaid.compareAndSet(false, true)) {
      Log.warn("the agent cannot be seen over JMX, all else works: " + failure);
    }
  }
}
