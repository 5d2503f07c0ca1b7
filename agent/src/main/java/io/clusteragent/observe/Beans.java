package io.clusteragent.observe;

import io.clusteragent.cluster.view.Cluster;
import io.clusteragent.log.Log;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Updates the JMX beans when clusters change.
 *
 * <p>The agent creates it in premain, where it must not touch JMX. All code that touches JMX is in {@link Registry},
 * which the first cluster loads.
 */
public final class Beans implements Cluster.Watcher {
  private final Switch routing;
  private final AtomicBoolean failureLogged = new AtomicBoolean();
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
      registry.unregisterLost();
      registry.update(cluster);
    } catch (Exception | LinkageError e) { // the module java.management may be missing
      logOnce(e);
    }
  }

  /** Updates the beans of a cluster that denies its topology: redirections add nodes without a call of {@code changed}. */
  @Override
  public void maintained(Cluster cluster) {
    if (cluster.hidesTopology()) {
      changed(cluster);
    }
  }

  private void logOnce(Throwable failure) {
    if (failureLogged.compareAndSet(false, true)) {
      Log.warn("the agent cannot register its beans for JMX; all else works: " + failure);
    }
  }
}
