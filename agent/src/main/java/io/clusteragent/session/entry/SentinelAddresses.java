package io.clusteragent.session.entry;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.Dialer;
import io.clusteragent.log.Log;
import io.clusteragent.session.endpoint.EndpointDirectory;
import io.clusteragent.session.endpoint.SessionOptions;
import io.clusteragent.session.sentinel.MonitoredMaster;
import io.clusteragent.session.sentinel.SentinelSocket;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Stands for the Sentinels of the options {@code sentinel} and {@code redirect}. Thread-safe. */
final class SentinelAddresses {
  /** Jedis's own default: the connections have no settings of a socket that it made. */
  private static final int TIMEOUT_MILLIS = 2000;

  private final SessionOptions options;
  private final EndpointDirectory directory;
  private final FallbackConnector connector;

  /** By the address of each Sentinel; those with the same nodes share one master. */
  private final Map<NodeAddress, SentinelMaster> masters = new HashMap<>();

  private final Set<NodeAddress> connected = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean unusedReported = new AtomicBoolean();

  SentinelAddresses(EndpointDirectory directory, FallbackConnector connector) {
    this.options = directory.options();
    this.directory = directory;
    this.connector = connector;
    Map<List<NodeAddress>, SentinelMaster> byNodes = new HashMap<>();
    add(options.sentinels, byNodes);
    add(options.redirects, byNodes);
  }

  private void add(
      Map<NodeAddress, List<NodeAddress>> option, Map<List<NodeAddress>, SentinelMaster> byNodes) {
    for (Map.Entry<NodeAddress, List<NodeAddress>> sentinel : option.entrySet()) {
      SentinelMaster master = byNodes.get(sentinel.getValue());
      if (master == null) {
        master = new SentinelMaster(directory, sentinel.getValue());
        byNodes.put(sentinel.getValue(), master);
      }
      masters.put(sentinel.getKey(), master);
    }
  }

  /**
   * Answers a connection to a Sentinel in its place.
   *
   * @param sentinel one of the options' addresses
   * @param dialer makes connections to nodes with the application's settings for its Sentinels
   */
  Socket open(NodeAddress sentinel, Dialer dialer) throws IOException {
    if (connected.add(sentinel)) {
      Log.info("the agent answers connections to " + sentinel
          + " in place of a Sentinel; the master that it names is one of the cluster nodes "
          + masters.get(sentinel).nodes());
    }
    return new SentinelSocket(sentinel, new View(sentinel, dialer), TIMEOUT_MILLIS);
  }

  /**
   * Connects the application to another node when it cannot connect to a master that a Sentinel has named.
   *
   * <p>Once the cluster is known, its {@link FallbackNodes} serve such a connection.
   *
   * @return a virtual socket; {@code null} when no Sentinel has named the address, or no other node can be reached
   */
  Socket openInstead(NodeAddress lost, Dialer dialer) {
    for (SentinelMaster master : new LinkedHashSet<>(masters.values())) {
      Socket socket =
          master.hasNamed(lost) && !master.isOfKnownCluster() ? open(master, lost, dialer) : null;
      if (socket != null) {
        return socket;
      }
    }
    return null;
  }

  private Socket open(SentinelMaster master, NodeAddress lost, Dialer dialer) {
    long end = System.nanoTime() + options.fallbackNanos();
    for (NodeAddress node : master.nodes()) {
      if (System.nanoTime() - end > 0) {
        break;
      }
      try {
        Socket socket = node.equals(lost)
            ? null
            : connector.connect(
                node, lost, null, options.addressMap.over(dialer), AddressRedirects::isOfACluster);
        if (socket != null) {
          master.replace(lost, node);
          return socket;
        }
      } catch (IOException e) {
        Log.debug("node " + node + " cannot replace the lost master " + lost + ": " + e);
      }
    }
    return null;
  }

  /** Lets subscribers look for another master, each unless its own is known to be good. */
  void clustersChanged() {
    for (SentinelMaster master : new LinkedHashSet<>(masters.values())) {
      master.clusterChanged();
    }
  }

  /**
   * Warns once about Sentinels of the option {@code sentinel} that the application has not connected to yet.
   *
   * @param dialled what the application connected to instead, as it wrote it; not part of a cluster
   */
  void warnOfUnused(NodeAddress dialled) {
    Set<NodeAddress> unused = new TreeSet<>(Comparator.comparing(NodeAddress::toString));
    unused.addAll(options.sentinels.keySet());
    if (unused.removeAll(connected) || unused.isEmpty()) {
      return; // a pool asks the first Sentinel that answers
    }
    if (unusedReported.compareAndSet(false, true)) {
      Log.warn("the option sentinel names " + unused
          + ", but the application has connected to none of them yet. It connected to "
          + dialled
          + ", which is not part of a cluster and is used unchanged. Remedy: if that is the Sentinel, write"
          + " its address in sentinel exactly as the application's configuration has it");
    }
  }

  private final class View implements MonitoredMaster {
    private final NodeAddress sentinel;
    private final SentinelMaster master;
    private final Dialer dialer;

    View(NodeAddress sentinel, Dialer dialer) {
      this.sentinel = sentinel;
      this.master = masters.get(sentinel);
      this.dialer = dialer;
    }

    @Override
    public NodeAddress find() throws IOException {
      return master.find(dialer);
    }

    @Override
    public NodeAddress lastFound() {
      return master.lastNamed();
    }

    @Override
    public void addName(String name) {
      master.addName(name);
    }

    @Override
    public Collection<String> names() {
      return master.names();
    }

    @Override
    public Collection<NodeAddress> replicas() {
      List<NodeAddress> others = new ArrayList<>(master.nodes());
      others.remove(master.lastNamed());
      return others;
    }

    @Override
    public boolean isSuspect(NodeAddress node) {
      return master.isSuspect(node);
    }

    @Override
    public Collection<NodeAddress> otherSentinels() {
      List<NodeAddress> others = new ArrayList<>();
      for (Map.Entry<NodeAddress, SentinelMaster> each : masters.entrySet()) {
        if (each.getValue() == master && !each.getKey().equals(sentinel)) {
          others.add(each.getKey());
        }
      }
      return others;
    }

    @Override
    public void addSubscriber(Runnable subscriber) {
      master.addSubscriber(subscriber);
    }

    @Override
    public void removeSubscriber(Runnable subscriber) {
      master.removeSubscriber(subscriber);
    }
  }
}
