package io.clusteragent.cluster;

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

/** All clusters that this JVM talks to. Addresses of the same cluster lead to the same {@link Cluster}. */
public final class Clusters {
  private final List<Cluster> clusters = new CopyOnWriteArrayList<>();
  private final Predicate<NodeAddress> trusted;
  private final TopologyCache cache;
  private final Cluster.Watcher watcher;

  /**
   * @param trusted the addresses to which credentials may go whether or not a topology names them
   * @param cache where the clusters' nodes are kept for a later start
   * @param watcher told of every topology
   */
  public Clusters(Predicate<NodeAddress> trusted, TopologyCache cache, Cluster.Watcher watcher) {
    this.trusted = trusted;
    this.cache = cache;
    this.watcher = watcher;
  }

  /** All clusters of which a topology is known. */
  public Collection<Cluster> known() {
    return Collections.unmodifiableList(clusters);
  }

  /** What stands at an address. */
  public enum Nature {
    /** A server on its own, a Sentinel, a proxy: nothing of ours. */
    PLAIN,
    /** A node of a cluster. */
    CLUSTER,
    /** The server would not tell this user: follow redirections, and ask no more. */
    SILENT,
    /** Not to be told now (loading, not authenticated yet): ask again later. */
    UNKNOWN
  }

  /** The answer of {@link #probe}. */
  public static final class Probe {
    private final Nature nature;
    private final Cluster cluster;

    Probe(Nature nature, Cluster cluster) {
      this.nature = nature;
      this.cluster = cluster;
    }

    public Nature nature() {
      return nature;
    }

    /** The cluster; {@code null} for {@link Nature#PLAIN} and {@link Nature#UNKNOWN}. */
    public Cluster cluster() {
      return cluster;
    }
  }

  /**
   * Asks the server at an address, on a connection of its own and with one command, what it is; a node also for its id.
   *
   * @param address what the application connected to
   * @param identity how it did
   * @param millis how long to wait for the answer; 0 waits for ever
   */
  public Probe probe(NodeAddress address, Identity identity, int millis) throws IOException {
    Node node = new Node(address, 0, new IdleTrust(), () -> {});
    node.vouchFor(); // the application itself connected to it
    NodeConnection connection = new NodeConnections(node).pool(identity).take(this);
    Object reply;
    Object id = null;
    try {
      reply = connection.ask(Topology.REQUEST, millis);
      if (reply instanceof List) {
        id = ask(connection, NodeProof.QUESTION, millis);
      }
    } finally {
      connection.close();
    }
    if (reply instanceof ErrorReply) {
      ErrorReply error = (ErrorReply) reply;
      if (Topology.deniesCluster(error)) {
        return new Probe(Nature.PLAIN, null);
      }
      return "NOPERM".equals(error.code())
          ? new Probe(Nature.SILENT, silent(address, identity))
          : new Probe(Nature.UNKNOWN, null);
    }
    Topology topology = Topology.of(reply, address);
    return topology == null
        ? new Probe(Nature.PLAIN, null)
        : new Probe(Nature.CLUSTER, join(topology, address, identity, id));
  }

  private Cluster silent(NodeAddress entry, Identity identity) {
    Cluster cluster = cluster(entry, identity, false, false);
    cluster.foundSilent();
    return cluster;
  }

  /** A reply that may be missing. */
  private static Object ask(NodeConnection connection, byte[] question, int millis) {
    try {
      return connection.ask(question, millis);
    } catch (IOException e) {
      Log.debug("node " + connection + " did not answer: " + e);
      return null;
    }
  }

  private Cluster join(Topology topology, NodeAddress entry, Identity identity, Object id) {
    synchronized (clusters) {
      for (Cluster known : clusters) {
        if (!known.isLost() && known.contains(topology)) {
          return known;
        }
      }
      // Services that only speak like a cluster may have ids of one kind for the topology, and of
      // another for their nodes.
      boolean provable = topology.hasId(ReplyParser.text(id));
      Cluster cluster = cluster(entry, identity, true, provable);
      forgetLost();
      clusters.add(cluster);
      cluster.apply(topology);
      return cluster;
    }
  }

  private void forgetLost() {
    for (Cluster known : new ArrayList<>(clusters)) {
      if (known.isLost()) {
        clusters.remove(known);
        known.stop();
      }
    }
  }

  private Cluster cluster(NodeAddress entry, Identity identity, boolean mayAsk, boolean provable) {
    return new Cluster(entry, identity, mayAsk, provable, trusted, new Cluster.Watcher() {
      @Override
      public void changed(Cluster cluster) {
        cache.keep(clusters); // at once: the program may end soon
        cluster.doLater(() -> watcher.changed(cluster));
      }

      @Override
      public void troubled(Cluster cluster) {
        watcher.troubled(cluster);
      }

      @Override
      public void tended(Cluster cluster) {
        watcher.tended(cluster);
      }
    });
  }
}
