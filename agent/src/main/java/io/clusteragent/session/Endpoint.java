package io.clusteragent.session;

import io.clusteragent.cluster.Cluster;
import io.clusteragent.cluster.Clusters;
import io.clusteragent.cluster.Identity;
import io.clusteragent.cluster.Node;
import io.clusteragent.cluster.NodeAddress;
import io.clusteragent.log.Log;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/** An address that the application connects to, and what was found to stand there. */
final class Endpoint {
  private static final long MAX_REST_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long SAID_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MAX_SHIFT = 16;

  private final NodeAddress address;
  private final Endpoints endpoints;
  private final ReentrantLock probing = new ReentrantLock();
  private volatile Clusters.Nature nature = Clusters.Nature.UNKNOWN;
  private final AtomicReference<ClusterContext> context = new AtomicReference<>();

  private final AtomicBoolean foreignSaid = new AtomicBoolean();
  private final AtomicBoolean silenceSaid = new AtomicBoolean();

  /** For how long the server is not asked what it is, since it did not answer; 0 while it may be. */
  private volatile long restNanos;

  private volatile long restingSince;
  private int silences; // guarded by probing

  /** The address as the application wrote it, when it last connected here. */
  private volatile NodeAddress given;

  Endpoint(NodeAddress address, Endpoints endpoints) {
    this.address = address;
    this.given = address;
    this.endpoints = endpoints;
  }

  void given(NodeAddress asWritten) {
    given = asWritten;
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

  /** The cluster behind the address, if that was found out already, and it is there still. */
  ClusterContext context() {
    forgetLost();
    return context.get();
  }

  /** What stands here is to be found out anew if it was a cluster that is lost. */
  void forgetLost() {
    ClusterContext found = context.get();
    if (found != null && found.cluster().isLost() && context.compareAndSet(found, null)) {
      nature = Clusters.Nature.UNKNOWN;
    }
  }

  /** The address was found to be a node's of a cluster by other means than asking there. */
  void belongsTo(ClusterContext known) {
    context.set(known);
    nature = Clusters.Nature.CLUSTER;
  }

  /** The cluster's node at this address, under the name that the cluster has for it, if it has one. */
  Node node(Cluster cluster) {
    NodeAddress name = address;
    if (cluster.knownNode(address) == null) {
      for (Node known : cluster.nodes()) {
        NodeAddress reached = endpoints.rules().addressMap.of(known.address());
        if (reached.equals(address) || reached.equals(given)) {
          name = known.address();
        }
      }
    }
    return cluster.vouchedNode(name);
  }

  /** Another server stands at the address of a node. It is said once. */
  void sayForeign() {
    if (foreignSaid.compareAndSet(false, true)) {
      Log.warn("the server at " + given
          + " is no node of the Redis Cluster that was there; the application's connections"
          + " to it are led to the cluster's other nodes");
    }
  }

  /**
   * Finds out what stands at the address, at most once: one session asks, others wait for its answer.
   *
   * @return what it is; {@code UNKNOWN} when it could not be told this time
   */
  Clusters.Nature resolve(Identity identity, int millis) {
    if (nature == Clusters.Nature.UNKNOWN && !isResting()) {
      long asked = System.nanoTime();
      probing.lock();
      try {
        if (nature == Clusters.Nature.UNKNOWN && !isResting()) {
          asked = System.nanoTime();
          Clusters.Probe probe = endpoints.clusters().probe(address, identity, millis);
          endpoints.forgetLost();
          context.set(probe.cluster() == null ? null : endpoints.context(probe.cluster()));
          nature = probe.nature();
          if (nature == Clusters.Nature.PLAIN) {
            endpoints.notInACluster(given);
          }
        }
      } catch (IOException e) {
        // The application's own connection will meet the same trouble and say so in its own words.
        rest(System.nanoTime() - asked, e);
      } finally {
        probing.unlock();
      }
    }
    return nature;
  }

  /** A node redirected: the server is worth being asked at once, whatever became of the questions before. */
  void wake() {
    restNanos = 0;
  }

  private boolean isResting() {
    return restNanos > 0 && System.nanoTime() - restingSince < restNanos;
  }

  /** A server that does not answer the question shall not cost each command the time of asking. */
  private void rest(long tookNanos, IOException cause) {
    restingSince = System.nanoTime();
    restNanos = Math.min(tookNanos << silences, MAX_REST_NANOS);
    silences = Math.min(silences + 1, MAX_SHIFT);
    if (restNanos >= SAID_NANOS && silenceSaid.compareAndSet(false, true)) {
      Log.warn("the server at " + given + " did not say whether it is a node of a Redis Cluster ("
          + cause.getMessage() + "); it is asked again when it redirects, or from time to time");
    }
  }
}
