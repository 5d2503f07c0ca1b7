package io.clusteragent.cluster.view;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.ConnectionProfile;
import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.connection.NodeConnections;
import io.clusteragent.cluster.connection.NodeIdentity;
import io.clusteragent.cluster.node.ClusterCommandError;
import io.clusteragent.cluster.node.IdleValidation;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.ClusterNodes;
import io.clusteragent.cluster.topology.Topology;
import io.clusteragent.log.Log;
import io.clusteragent.protocol.ErrorReply;
import io.clusteragent.protocol.ReplyParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * Finds and keeps all clusters of this JVM.
 *
 * <p>Addresses of the same cluster give the same {@link Cluster}.
 */
public final class Clusters {
  /** The refusal of a node whose cluster is not formed yet, or that is in none. */
  private static final ErrorReply WITHOUT_SLOTS = new ErrorReply("CLUSTERDOWN no slots");

  /** How long a node of a cluster that seems to have moved may take to reply at its former address. */
  private static final long MOVED_MILLIS = 1000;

  private final List<Cluster> clusters = new CopyOnWriteArrayList<>();
  private final Predicate<NodeAddress> trusted;
  private final TopologyCache cache;
  private final Cluster.Watcher watcher;

  /**
   * @param trusted the addresses to which the agent may send credentials whether or not a topology names them
   * @param cache keeps the clusters' nodes for a later start
   * @param watcher is called with every topology
   */
  public Clusters(Predicate<NodeAddress> trusted, TopologyCache cache, Cluster.Watcher watcher) {
    this.trusted = trusted;
    this.cache = cache;
    this.watcher = watcher;
  }

  /** All clusters whose topology is known. */
  public Collection<Cluster> known() {
    return Collections.unmodifiableList(clusters);
  }

  /** The result of {@link #probe}. Immutable. */
  public static final class Probe {
    private final ServerNature nature;
    private final Cluster cluster;
    private final ErrorReply refusal;

    private Probe(ServerNature nature, Cluster cluster, ErrorReply refusal) {
      this.nature = nature;
      this.cluster = cluster;
      this.refusal = refusal;
    }

    public ServerNature nature() {
      return nature;
    }

    /** The cluster; {@code null} for {@link ServerNature#PLAIN} and {@link ServerNature#UNKNOWN}. */
    public Cluster cluster() {
      return cluster;
    }

    /** The server's error reply; {@code null} when it gave a topology or another reply. */
    public ErrorReply refusal() {
      return refusal;
    }

    /** Whether the refusal comes from a temporary state. */
    public boolean isRefusedTemporarily() {
      return refusal != null && ClusterCommandError.of(refusal) == ClusterCommandError.TEMPORARY;
    }

    /** Whether the server is a cluster node, but knows no hash slots yet. */
    public boolean isWithoutSlots() {
      return refusal == WITHOUT_SLOTS;
    }

    /** Whether the server requires a password first. */
    public boolean wantsPassword() {
      return refusal != null && ClusterCommandError.wantsPassword(refusal);
    }
  }

  /**
   * Finds out what the server at an address is, on a separate connection.
   *
   * @param address the address of the peer that the application connected to
   * @param written the same as the application wrote it; its host is that of nodes that the cluster names without one
   * @param identity the profile of the application's connection
   * @param millis how long to wait for each reply; 0 waits without limit
   */
  public Probe probe(
      NodeAddress address, NodeAddress written, ConnectionProfile identity, int millis)
      throws IOException {
    Node node = new Node(address, 0, new IdleValidation(), () -> {});
    node.trust(); // the application connected to it itself
    NodeConnection connection = new NodeConnections(node).pool(identity).take(this);
    try {
      Object reply = connection.ask(Topology.REQUEST, millis);
      if (reply instanceof ErrorReply) {
        return refused((ErrorReply) reply, connection, address, identity, millis);
      }
      Topology topology = Topology.of(reply, written);
      if (topology == null) {
        return new Probe(ServerNature.PLAIN, null, null);
      }
      if (((List<?>) reply).isEmpty()) {
        return new Probe(ServerNature.UNKNOWN, null, WITHOUT_SLOTS);
      }
      String id = memberId(topology, connection, millis);
      Cluster cluster = join(topology, address, identity, id);
      if (!id.isEmpty() && !topology.hasId(id)) {
        cluster.trustedNode(address).id(id);
      }
      return new Probe(ServerNature.CLUSTER, cluster, null);
    } finally {
      connection.close();
    }
  }

  /**
   * The id of the server, if it is a member of the cluster that it names; CLUSTER SLOTS does not name a member without slots.
   *
   * @return empty when the server gives no id, or one that no node has: services that only emulate a cluster may use one kind of
   *     ids in the topology, and another for CLUSTER MYID
   */
  private static String memberId(Topology topology, NodeConnection connection, int millis) {
    Object reply = ask(connection, NodeIdentity.REQUEST, millis);
    String id = reply instanceof byte[] ? ReplyParser.text(reply) : "";
    if (id.isEmpty() || topology.hasId(id)) {
      return id;
    }
    Object nodes = ask(connection, ClusterNodes.REQUEST, millis);
    return ClusterNodes.ids(nodes, connection.node().address()).containsValue(id) ? id : "";
  }

  private Probe refused(
      ErrorReply error,
      NodeConnection connection,
      NodeAddress address,
      ConnectionProfile identity,
      int millis) {
    switch (ClusterCommandError.of(error)) {
      case TEMPORARY:
        return new Probe(ServerNature.UNKNOWN, null, error);
      case DENIED:
        ServerNature nature = mode(connection, millis);
        return nature == ServerNature.CLUSTER
            ? denied(error, address, identity)
            : new Probe(nature, null, error);
      case UNKNOWN_COMMAND: // from servers without CLUSTER, and from nodes that rename it
        return mode(connection, millis) == ServerNature.CLUSTER
            ? denied(error, address, identity)
            : new Probe(ServerNature.PLAIN, null, error);
      default:
        return new Probe(ServerNature.PLAIN, null, error);
    }
  }

  private static ServerNature mode(NodeConnection connection, int millis) {
    Object hello = ask(connection, ServerMode.HELLO, millis);
    // After a missing reply, the connection would take the late one for the next.
    return ServerMode.of(
        hello, hello == null ? null : ask(connection, ServerMode.READ_ONLY, millis));
  }

  private Probe denied(ErrorReply error, NodeAddress entry, ConnectionProfile identity) {
    Cluster cluster = cluster(entry, identity, error.message(), false);
    cluster.refresh().notifyListener();
    return new Probe(ServerNature.CLUSTER, cluster, error);
  }

  /**
   * Returns the cluster of a server that redirected, and so is a cluster node whatever it replies to the probe.
   *
   * @param refusal its error reply to CLUSTER SLOTS; {@code null} when it did not reply
   */
  public Cluster clusterOfRedirectingNode(
      ErrorReply refusal, NodeAddress entry, ConnectionProfile identity) {
    boolean mayAskLater =
        refusal == null || ClusterCommandError.of(refusal) == ClusterCommandError.TEMPORARY;
    return mayAskLater
        ? cluster(entry, identity, null, false)
        : denied(refusal, entry, identity).cluster();
  }

  /** A reply, or {@code null} when none arrived. */
  private static Object ask(NodeConnection connection, byte[] question, int millis) {
    try {
      return connection.ask(question, millis);
    } catch (IOException e) {
      Log.debug("node " + connection + " did not answer: " + e);
      return null;
    }
  }

  private Cluster join(
      Topology topology, NodeAddress entry, ConnectionProfile identity, String id) {
    for (Cluster known : clusters) {
      if (hasMoved(known, topology)) {
        synchronized (clusters) {
          if (clusters.contains(known)) { // another probe may have forgotten it
            known.apply(topology);
            known.requestRefresh(); // ends the connections to the former addresses
            return known;
          }
        }
      }
    }
    synchronized (clusters) {
      for (Cluster known : clusters) {
        if (!known.isLost() && known.topology().contains(topology)) {
          return known;
        }
      }
      Cluster cluster = cluster(entry, identity, null, !id.isEmpty());
      forgetLost();
      clusters.add(cluster);
      cluster.apply(topology);
      return cluster;
    }
  }

  /**
   * Whether a cluster has moved to the addresses of a topology: its members are named there by their ids, and none replies at
   * its former address. A cluster that has several addresses for each node, with and without TLS, has not moved.
   */
  private static boolean hasMoved(Cluster known, Topology topology) {
    ClusterTopology former = known.topology();
    return !former.contains(topology)
        && former.isNamedIn(topology)
        && (known.isLost()
            || !known.refresh().answersWithin(MOVED_MILLIS) && !former.contains(topology));
  }

  private void forgetLost() {
    for (Cluster known : new ArrayList<>(clusters)) {
      if (known.isLost()) {
        clusters.remove(known);
        known.stop();
      }
    }
  }

  private Cluster cluster(
      NodeAddress entry, ConnectionProfile identity, String denial, boolean identifiable) {
    return new Cluster(entry, identity, denial, identifiable, trusted, new Cluster.Watcher() {
      @Override
      public void changed(Cluster cluster) {
        cache.save(clusters); // at once: the program may end soon
        cluster.refresh().runLater(() -> watcher.changed(cluster));
      }

      @Override
      public void nodesSuspect(Cluster cluster) {
        watcher.nodesSuspect(cluster);
      }

      @Override
      public void maintained(Cluster cluster) {
        watcher.maintained(cluster);
      }
    });
  }
}
