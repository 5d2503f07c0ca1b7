package io.clusteragent;

import io.clusteragent.cluster.view.Cluster;
import io.clusteragent.config.Configuration;
import io.clusteragent.config.Options;
import io.clusteragent.instrument.Gateway;
import io.clusteragent.log.Log;
import io.clusteragent.observe.Beans;
import io.clusteragent.observe.ClusterLogListener;
import io.clusteragent.observe.MetricsFile;

/** Configures the gateway, the log and the cluster watchers before the first Jedis is woven. */
final class Preparation implements Runnable {
  private final Configuration configuration;

  Preparation(Configuration configuration) {
    this.configuration = configuration;
  }

  @Override
  public void run() {
    Gateway.configure(configuration);
    if (!configuration.isStandard()) {
      Log.configure(
          configuration.get(Options.LOG_FILE),
          configuration.get(Options.LOG_LEVEL).name());
    }
    Gateway.setClusterWatcher(new ClusterLogListener(clusterWatcher()));
  }

  private Cluster.Watcher clusterWatcher() {
    String metricsFile = configuration.get(Options.METRICS_FILE);
    Cluster.Watcher beans = new Beans(new RoutingSwitch());
    return metricsFile.isEmpty() ? beans : new MetricsFile(metricsFile, beans);
  }
}
