package io.clusteragent.instrument;

import io.clusteragent.audit.Audit;
import io.clusteragent.cluster.view.Cluster;
import io.clusteragent.config.Configuration;
import io.clusteragent.config.Options;
import io.clusteragent.log.Log;
import io.clusteragent.session.entry.EndpointRegistry;

/**
 * Holds what {@link Gateway} needs for a connection. Immutable.
 *
 * <p>{@code Gateway} creates it at the first connection, as most JVMs never make one.
 */
final class AgentComponents {
  private static final String DEFAULT_REPORT = "cluster-agent-audit.json";

  final EndpointRegistry endpoints;
  final JedisDialers dialers = new JedisDialers();
  final NativeClusterConnections nativeConnections = new NativeClusterConnections();

  /** {@code null} unless the mode is audit. */
  final Audit audit;

  AgentComponents(Configuration configuration, Cluster.Watcher watcher) {
    endpoints = new EndpointRegistry(configuration, watcher);
    boolean isAudit = configuration.get(Options.MODE) == Options.Mode.AUDIT;
    if (isAudit && !configuration.get(Options.REDIRECT).isEmpty()) {
      Log.warn("redirect has no effect with mode=audit, which changes nothing");
    }
    if (isAudit && !configuration.get(Options.SENTINEL).isEmpty()) {
      Log.warn("sentinel has no effect with mode=audit, which changes nothing");
    }
    audit = isAudit ? audit(configuration) : null;
  }

  private static Audit audit(Configuration configuration) {
    String report = configuration.get(Options.AUDIT_REPORT);
    return new Audit(
        report.isEmpty() ? DEFAULT_REPORT : report,
        !configuration.get(Options.AUDIT_KEYS),
        configuration.get(Options.AUDIT_NODES));
  }
}
