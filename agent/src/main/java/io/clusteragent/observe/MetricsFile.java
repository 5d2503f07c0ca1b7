package io.clusteragent.observe;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.topology.AtomicFile;
import io.clusteragent.cluster.view.Cluster;
import io.clusteragent.log.Log;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Writes the metrics of all clusters to a file for Prometheus.
 *
 * <p>The clusters' background threads write the file after each maintenance of a cluster, and when a topology changes,
 * then at most once in a second. The agent creates this object in premain, where it must not touch any file system.
 */
public final class MetricsFile implements Cluster.Watcher {
  private static final long MIN_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final String name;
  private final Cluster.Watcher next;
  private final Map<NodeAddress, Cluster> clusters = new LinkedHashMap<>(); // guarded by this
  private boolean written;
  private long writtenAt;
  private boolean failureLogged;

  /**
   * @param name the path of the file
   * @param next receives the same calls afterwards
   */
  public MetricsFile(String name, Cluster.Watcher next) {
    this.name = name;
    this.next = next;
  }

  @Override
  public void changed(Cluster cluster) {
    synchronized (this) {
      boolean isNew = clusters.put(cluster.entry(), cluster) != cluster;
      if (isNew || !written || System.nanoTime() - writtenAt > MIN_INTERVAL_NANOS) {
        write();
      }
    }
    next.changed(cluster);
  }

  @Override
  public void maintained(Cluster cluster) {
    synchronized (this) {
      if (clusters.get(cluster.entry()) == cluster) {
        write();
      }
    }
    next.maintained(cluster);
  }

  @Override
  public void nodesSuspect(Cluster cluster) {
    next.nodesSuspect(cluster);
  }

  private void write() {
    for (Iterator<Cluster> each = clusters.values().iterator(); each.hasNext(); ) {
      if (each.next().isLost()) {
        each.remove();
      }
    }
    try {
      new AtomicFile(name).replace(MetricsText.of(clusters.values()));
      written = true;
      failureLogged = false;
    } catch (IOException | RuntimeException e) {
      if (!failureLogged) {
        Log.warn("the metrics file " + name + " could not be written; the agent tries again: " + e);
      }
      failureLogged = true;
    }
    writtenAt = System.nanoTime();
  }
}
