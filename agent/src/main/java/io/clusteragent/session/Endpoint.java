package io.clusteragent.session;

import io.clusteragent.cluster.Clusters;
import io.clusteragent.cluster.Identity;
import io.clusteragent.cluster.NodeAddress;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/** An address that the application connects to, and what was found to stand there. */
final class Endpoint {
  private final NodeAddress address;
  private final Endpoints endpoints;
  private final ReentrantLock probing = new ReentrantLock();
  private volatile Clusters.Nature nature = Clusters.Nature.UNKNOWN;
  private volatile ClusterContext context;

  Endpoint(NodeAddress address, Endpoints endpoints) {
    this.address = address;
    this.endpoints = endpoints;
  }

  Rules rules() {
    return endpoints.rules();
  }

  NodeAddress address() {
    return address;
  }

  /** Whether the address was found to be none of the agent's business. */
  boolean isPlain() {
    return nature == Clusters.Nature.PLAIN;
  }

  /** The cluster behind the address, if that was found out already. */
  ClusterContext context() {
    return context;
  }

  /**
   * Finds out what stands at the address, at most once: one session asks, others wait for its answer.
   *
   * @return what it is; {@code UNKNOWN} when it could not be told this time
   */
  Clusters.Nature resolve(Identity identity, int millis) {
    if (nature == Clusters.Nature.UNKNOWN) {
      probing.lock();
      try {
        if (nature == Clusters.Nature.UNKNOWN) {
          Clusters.Probe probe = endpoints.clusters().probe(address, identity, millis);
          context = probe.cluster() == null ? null : endpoints.context(probe.cluster());
          nature = probe.nature();
        }
      } catch (IOException e) {
        // The application's own connection will meet the same trouble and say so in its own words.
        return Clusters.Nature.UNKNOWN;
      } finally {
        probing.unlock();
      }
    }
    return nature;
  }
}
