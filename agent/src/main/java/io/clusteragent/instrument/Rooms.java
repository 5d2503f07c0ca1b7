package io.clusteragent.instrument;

import io.clusteragent.audit.Audit;
import io.clusteragent.cluster.Cluster;
import io.clusteragent.config.Configuration;
import io.clusteragent.config.Options;
import io.clusteragent.log.Log;
import io.clusteragent.session.Endpoints;

/** What {@link Gateway} needs for a connection: made at the first one, as most JVMs never make any. Immutable. */
final class Rooms {
  private static final String REPORT = "cluster-agent-audit.json";

  final Endpoints endpoints;
  final JedisDialers dialers = new JedisDialers();
  final ClusterClients clusterClients = new ClusterClients();

  /** {@code null} unless the mode is audit. */
  final Audit audit;

  Rooms(Configuration configuration, Cluster.Watcher watcher) {
    endpoints = new Endpoints(configuration, watcher);
    boolean isAudit = configuration.get(Options.MODE) == Options.Mode.AUDIT;
    if (isAudit && !configuration.get(Options.REDIRECT).isEmpty()) {
      Log.warn("redirect has no effect with mode=audit, which changes nothing");
    }
    audit = isAudit ? audit(configuration) : null;
  }

  private static Audit audit(Configuration configuration) {
    String chosen = configuration.get(Options.AUDIT_REPORT);
    return new Audit(
        chosen.isEmpty() ? REPORT : chosen,
        !configuration.get(Options.AUDIT_KEYS),
        configuration.get(Options.AUDIT_NODES));
  }
}
