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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds out and keeps what server is at an address that the application connects to.
 *
 * <p>Thread-safe: shared by all sessions that connect to the address.
 */
public final class Endpoint {
  /** Gives an endpoint access to what all endpoints share. */
  interface Directory {
    SessionOptions options();

    Clusters clusters();

    ClusterContext context(Cluster cluster);

    /** Forgets all lost clusters, also for addresses that nobody connects to any more. */
    void forgetLost();

    /**
     * Handles a connection of the application to a server that is not part of a cluster.
     *
     * @param dialled the server's address, as the application wrote it
     */
    void notInACluster(NodeAddress dialled);
  }

  private static final long REPORTED_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int REPORTED_PROBES = 3;

  private final NodeAddress address;
  private final Directory directory;
  private final ReentrantLock probing = new ReentrantLock();
  private final ProbePause pause = new ProbePause();
  private final AtomicReference<ClusterContext> context = new AtomicReference<>();
  private final AtomicBoolean foreignReported = new AtomicBoolean();
  private final AtomicBoolean silenceReported = new AtomicBoolean();
  private volatile ServerNature nature = ServerNature.UNKNOWN;

  /** The number of probes without a result. Written under the lock {@code probing}. */
  private volatile int failedProbes;

  /** Whether the server wants a password, and the last probe had none. */
  private volatile boolean wantsPassword;

  /** The address as the application wrote it at its last connection. */
  private volatile NodeAddress writtenAs;

  Endpoint(NodeAddress address, Directory directory) {
    this.address = address;
    this.writtenAs = address;
    this.directory = directory;
  }

  public void writtenAs(NodeAddress asWritten) {
    writtenAs = asWritten;
  }

  /** The address as the application wrote it at its last connection. */
  public NodeAddress writtenAs() {
    return writtenAs;
  }

  public SessionOptions options() {
    return directory.options();
  }

  public NodeAddress address() {
    return address;
  }

  public ServerNature nature() {
    return nature;
  }

  /** Whether the server at the address is known to be not part of a cluster. */
  public boolean isPlain() {
    return nature == ServerNature.PLAIN;
  }

  /** Returns the cluster at the address; {@code null} when it is not known yet, or is lost. */
  public ClusterContext context() {
    forgetLost();
    return context.get();
  }

  /** Forgets a lost cluster, so that the next session probes the address again. */
  void forgetLost() {
    ClusterContext found = context.get();
    if (found != null && found.cluster().isLost() && context.compareAndSet(found, null)) {
      nature = ServerNature.UNKNOWN;
    }
  }

  /** Records that the address belongs to a node of a cluster, which is known without a probe. */
  public void assignTo(ClusterContext known) {
    context.set(known);
    nature = ServerNature.CLUSTER;
  }

  /** Returns the cluster's node at this address, under the name that the cluster has for it, if it has one. */
  public Node node(Cluster cluster) {
    NodeAddress name = address;
    if (cluster.knownNode(address) == null) {
      for (Node known : cluster.nodes()) {
        NodeAddress reached = directory.options().addressMap.of(known.address());
        if (known.address().covers(address) || reached.equals(address)) {
          return cluster.trustedNode(known.address());
        }
        if (reached.equals(writtenAs)) {
          name = known.address();
        }
      }
    }
    return cluster.trustedNode(name);
  }

  /** Logs once that the server at the address is not the node that was there. */
  public void reportForeign() {
    if (foreignReported.compareAndSet(false, true)) {
      Log.warn("the server at " + writtenAs
          + " is not a node of the Redis Cluster that was there; the application's connections"
          + " to it go to the cluster's other nodes");
    }
  }

  /** Whether the kind of server is unknown and the pause between two probes is over. */
  public boolean isProbeDue() {
    return nature == ServerNature.UNKNOWN && pause.isOver();
  }

  /**
   * Probes the server at the address, unless its kind is known.
   *
   * <p>One session probes at a time. During the first probe the others wait for its result; later they continue without it.
   *
   * @return the kind of server; {@code UNKNOWN} when the server did not reveal it
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

  /**
   * Probes the server at once after it redirected a command, which only cluster nodes do.
   *
   * <p>When the probe has no result, the commands follow redirections one by one.
   */
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

  /** Ends the pause after a session sent its password: a server that wants one may reply now. */
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
      Clusters.Probe probe = directory.clusters().probe(address, writtenAs, identity, millis);
      if (probe.nature() != ServerNature.UNKNOWN) {
        directory.forgetLost();
        apply(probe);
        return;
      }
      refusal = probe.refusal();
      if (!redirected) {
        startPause(probe, identity);
        if (probe.isWithoutSlots()) {
          reportWithoutSlots();
        } else {
          reportSilence(refusal.message(), !probe.isRefusedTemporarily());
        }
        return;
      }
    } catch (IOException e) {
      // The application's own connection has the same failure, with the message of plain Jedis.
      if (!redirected) {
        long took = System.nanoTime() - start;
        pause.afterSilence(took);
        countFailedProbe();
        reportSilence(e.getMessage(), took >= REPORTED_NANOS);
        return;
      }
    }
    assignTo(directory.context(
        directory.clusters().clusterOfRedirectingNode(refusal, address, identity)));
  }

  private void apply(Clusters.Probe probe) {
    context.set(probe.cluster() == null ? null : directory.context(probe.cluster()));
    nature = probe.nature();
    if (nature == ServerNature.PLAIN) {
      directory.notInACluster(writtenAs);
    }
  }

  private void startPause(Clusters.Probe probe, ConnectionProfile identity) {
    if (probe.isWithoutSlots()) {
      pause.untilSlots();
    } else if (probe.isRefusedTemporarily()) {
      pause.afterRefusal();
    } else {
      pause.afterDenial();
      directory.notInACluster(writtenAs);
    }
    wantsPassword = probe.wantsPassword() && !identity.carriesCredentials();
    countFailedProbe();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock of probing
  private void countFailedProbe() {
    failedProbes++;
  }

  private void reportWithoutSlots() {
    if (silenceReported.compareAndSet(false, true)) {
      Log.warn("the cluster node at " + writtenAs
          + " knows no hash slots; until it does, its connections work as without the agent. Remedy: form the"
          + " cluster (redis-cli --cluster create), or let the node join it");
    }
  }

  private void reportSilence(String reason, boolean atOnce) {
    if ((atOnce || failedProbes >= REPORTED_PROBES) && silenceReported.compareAndSet(false, true)) {
      Log.warn(
          "the server at " + writtenAs + " did not answer whether it is a node of a Redis Cluster ("
              + reason + "); until it answers or redirects, its connections work as without the"
              + " agent, and commands that concern all nodes (SCAN, KEYS, DBSIZE) see only this server."
              + " Remedy: if it is a cluster node, give the user +cluster|slots +cluster|nodes"
              + " +cluster|myid");
    }
  }
}
