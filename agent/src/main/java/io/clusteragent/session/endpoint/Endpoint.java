package io.clusteragent.session.endpoint;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.ConnectionProfile;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.view.Cluster;
import io.clusteragent.cluster.view.Clusters;
import io.clusteragent.cluster.view.ServerNature;
import io.clusteragent.log.Log;
import io.clusteragent.protocol.ErrorReply;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSocket;

/** An address that the application connects to, and what was found to stand there. */
public final class Endpoint {
  /** What an endpoint needs of those beside it. */
  interface Directory {
    public SessionOptions options();

    Clusters clusters();

    ClusterContext context(Cluster cluster);

    /** Keeps nothing of lost clusters, be it for an address to which nobody connects any more. */
    void forgetLost();

    /**
     * The application connected to a server that is not part of a cluster.
     *
     * @param dialled its address, as the application wrote it
     */
    void notInACluster(NodeAddress dialled);
  }

  private static final long REPORTED_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int REPORTED_QUESTIONS = 3;

  private final NodeAddress address;
  private final Directory endpoints;
  private final ReentrantLock probing = new ReentrantLock();
  private final ProbePause pause = new ProbePause();
  private final AtomicReference<ClusterContext> context = new AtomicReference<>();
  private final AtomicBoolean foreignReported = new AtomicBoolean();
  private final AtomicBoolean silenceReported = new AtomicBoolean();
  private volatile ServerNature nature = ServerNature.UNKNOWN;

  /** Questions that brought no answer. Written under the lock of {@code probing}. */
  private volatile int failedProbes;

  /** Whether the server wants a password, and was asked without one. */
  private volatile boolean wantsPassword;

  /** The address as the application wrote it, when it last connected here. */
  private volatile NodeAddress writtenAs;

  /** Whether the name decides who may answer: certificates name hosts, seldom the IP of a peer. */
  private volatile boolean dialledByName;

  Endpoint(NodeAddress address, Directory endpoints) {
    this.address = address;
    this.writtenAs = address;
    this.endpoints = endpoints;
  }

  public void writtenAs(NodeAddress asWritten, Socket socket) {
    writtenAs = asWritten;
    dialledByName = socket instanceof SSLSocket;
  }

  public SessionOptions options() {
    return endpoints.options();
  }

  public NodeAddress address() {
    return address;
  }

  public ServerNature nature() {
    return nature;
  }

  /** Whether the address was found to be none of the agent's business. */
  public boolean isPlain() {
    return nature == ServerNature.PLAIN;
  }

  /** The cluster behind the address, if that was found out already, and it is there still. */
  public ClusterContext context() {
    forgetLost();
    return context.get();
  }

  /** What stands here is to be found out anew if it was a cluster that is lost. */
  void forgetLost() {
    ClusterContext found = context.get();
    if (found != null && found.cluster().isLost() && context.compareAndSet(found, null)) {
      nature = ServerNature.UNKNOWN;
    }
  }

  /** The address was found to be a node's of a cluster by other means than asking there. */
  public void belongsTo(ClusterContext known) {
    context.set(known);
    nature = ServerNature.CLUSTER;
  }

  /** The cluster's node at this address, under the name that the cluster has for it, if it has one. */
  public Node node(Cluster cluster) {
    NodeAddress name = address;
    if (cluster.knownNode(address) == null) {
      for (Node known : cluster.nodes()) {
        NodeAddress reached = endpoints.options().addressMap.of(known.address());
        if (reached.equals(address) || reached.equals(writtenAs)) {
          name = known.address();
        }
      }
    }
    return cluster.trustedNode(name);
  }

  /** Another server stands at the address of a node. It is said once. */
  public void reportForeign() {
    if (foreignReported.compareAndSet(false, true)) {
      Log.warn("the server at " + writtenAs
          + " is no node of the Redis Cluster that was there; the application's connections"
          + " to it are led to the cluster's other nodes");
    }
  }

  /** Whether it is unknown what stands here, and time to ask. */
  public boolean isProbeDue() {
    return nature == ServerNature.UNKNOWN && pause.isOver();
  }

  /**
   * Asks what stands at the address. One session asks. At the first time the others wait for the answer; later they go on
   * without it.
   *
   * @return what it is; {@code UNKNOWN} when the server did not tell
   */
  public ServerNature resolve(ConnectionProfile identity, int millis) {
    if (failedProbes == 0) {
      probing.lock();
    } else if (!probing.tryLock()) {
      return nature;
    }
    try {
      if (isProbeDue()) {
        probe(identity, millis, false);
      }
    } finally {
      probing.unlock();
    }
    return nature;
  }

  /** The server redirected, which only nodes of clusters do: it is asked at once, and routed by redirections at worst. */
  public ServerNature redirected(ConnectionProfile identity, int millis) {
    probing.lock();
    try {
      if (nature == ServerNature.UNKNOWN) {
        probe(identity, millis, true);
      }
    } finally {
      probing.unlock();
    }
    return nature;
  }

  /** A session has said its password: a server that wants one may answer now. */
  public void authenticated() {
    if (wantsPassword) {
      wantsPassword = false;
      pause.end();
    }
  }

  private void probe(ConnectionProfile identity, int millis, boolean redirected) {
    long start = System.nanoTime();
    ErrorReply refusal = null;
    try {
      NodeAddress dialled = dialledByName ? writtenAs : address;
      Clusters.Probe probe = endpoints.clusters().probe(address, dialled, identity, millis);
      if (probe.nature() != ServerNature.UNKNOWN) {
        endpoints.forgetLost();
        belongsTo(probe);
        return;
      }
      refusal = probe.refusal();
      if (!redirected) {
        startPause(probe, identity);
        reportSilence(refusal.message(), !probe.isRefusedTemporarily());
        return;
      }
    } catch (IOException e) {
      // The application's own connection meets the same trouble and says so in its own words.
      if (!redirected) {
        long took = System.nanoTime() - start;
        pause.afterSilence(took);
        countFailedProbe();
        reportSilence(e.getMessage(), took >= REPORTED_NANOS);
        return;
      }
    }
    belongsTo(endpoints.context(
        endpoints.clusters().clusterOfRedirectingNode(refusal, address, identity)));
  }

  private void belongsTo(Clusters.Probe probe) {
    context.set(probe.cluster() == null ? null : endpoints.context(probe.cluster()));
    nature = probe.nature();
    if (nature == ServerNature.PLAIN) {
      endpoints.notInACluster(writtenAs);
    }
  }

  private void startPause(Clusters.Probe probe, ConnectionProfile identity) {
    if (probe.isRefusedTemporarily()) {
      pause.afterRefusal();
    } else {
      pause.afterDenial();
      endpoints.notInACluster(writtenAs);
    }
    wantsPassword = probe.wantsPassword() && !identity.carriesCredentials();
    countFailedProbe();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock of probing
  private void countFailedProbe() {
    failedProbes++;
  }

  private void reportSilence(String reason, boolean atOnce) {
    if ((atOnce || failedProbes >= REPORTED_QUESTIONS)
        && silenceReported.compareAndSet(false, true)) {
      Log.warn(
          "the server at " + writtenAs + " did not say whether it is a node of a Redis Cluster ("
              + reason + "); until it redirects, or answers, its connections work as without the"
              + " agent, and what concerns all nodes (SCAN, KEYS, DBSIZE) sees this server alone."
              + " Remedy: if it is a cluster node, give the user +cluster|slots +cluster|nodes"
              + " +cluster|myid");
    }
  }
}
