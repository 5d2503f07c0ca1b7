package io.clusteragent.instrument;

import io.clusteragent.audit.Audit;
import io.clusteragent.cluster.view.Cluster;
import io.clusteragent.config.Configuration;
import io.clusteragent.config.Options;
import io.clusteragent.log.Log;
import io.clusteragent.session.entry.EndpointRegistry;

/** What {@link Gateway} needs for a connection: made at the first one, as most JVMs never make any. Immutable. */
final class AgentComponents {
  private static final String REPORT = "cluster-agent-audit.json";

  final EndpointRegistry endpoints;
  final JedisDialers dialers = new JedisDialers();
  final NativeClusterConnections clusterClients = new NativeClusterConnections();

  /** {@code null} unless the mode is audit. */
  final Audit audit;

  AgentComponents(Configuration configuration, Cluster.Watcher watcher) {
    endpoints = new EndpointRegistry(configuration, watcher);
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
