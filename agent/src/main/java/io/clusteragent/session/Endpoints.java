package io.clusteragent.session;

import io.clusteragent.cluster.Cluster;
import io.clusteragent.cluster.Clusters;
import io.clusteragent.cluster.Dialer;
import io.clusteragent.cluster.Node;
import io.clusteragent.cluster.NodeAddress;
import io.clusteragent.cluster.NodeConnection;
import io.clusteragent.cluster.NodeProof;
import io.clusteragent.cluster.TopologyCache;
import io.clusteragent.config.Configuration;
import io.clusteragent.metrics.Traffic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** All addresses that the JVM's Jedis clients connect to. The entrance to this floor. */
public final class Endpoints {
  private final Rules rules;
  private final Clusters clusters;
  private final StandIns standIns;
  private final Diversions diversions;

  /** By the address of the peer. */
  private final ConcurrentMap<NodeAddress, Endpoint> endpoints = new ConcurrentHashMap<>();

  /** By the address as the application wrote it: where it led last. */
  private final ConcurrentMap<NodeAddress, Endpoint> given = new ConcurrentHashMap<>();

  private final ConcurrentMap<Cluster, ClusterContext> contexts = new ConcurrentHashMap<>();

  public Endpoints(Configuration configuration) {
    this(configuration, Cluster.Watcher.NOBODY);
  }

  /**
   * @param watcher told of every topology of every cluster
   */
  public Endpoints(Configuration configuration, Cluster.Watcher watcher) {
    this.rules = new Rules(configuration);
    if (rules.slowNanos > 0) {
      Traffic.timeEach();
    }
    TopologyCache cache = new TopologyCache(rules.topologyCache);
    this.clusters = new Clusters(rules::trusts, cache, watcher);
    this.standIns = new StandIns(this, new ColdStart(this, cache));
    this.diversions = new Diversions(this, standIns);
  }

  Rules rules() {
    return rules;
  }

  /**
   * Stands between the application and a socket it has just connected.
   *
   * @param address what it connected to, as it wrote it
   * @return the virtual socket, or the very same one when its address is none of the agent's business
   */
  public Socket virtual(Socket socket, NodeAddress address, Dialer dialer) throws IOException {
    Endpoint endpoint = endpoint(socket);
    if (endpoint == null) {
      return socket;
    }
    endpoint.given(address, socket);
    given.put(address, endpoint);
    return endpoint.isPlain()
        ? socket
        : new VirtualSocket(socket, endpoint, rules.addressMap.over(dialer), null);
  }

  /**
   * Connects to another node of the cluster to which an address belongs that cannot be connected to.
   *
   * @param address what the application wanted to connect to, as it wrote it
   * @return the virtual socket; {@code null} when the address is not known to belong to a cluster, or no node of it can be
   *     reached
   */
  public Socket standIn(NodeAddress address, Dialer dialer) {
    return standIns.find(address, rules.addressMap.over(dialer));
  }

  /** Whether connections to an address, as the application writes it, are to be made to a cluster in its place. */
  public boolean redirects(NodeAddress address) {
    return rules.redirects.containsKey(address);
  }

  /**
   * Connects to a cluster in place of an address that {@linkplain #redirects is redirected}.
   *
   * @return the virtual socket
   * @throws IOException when no node can be reached; its message is for people
   */
  public Socket redirected(NodeAddress address, Dialer dialer) throws IOException {
    return diversions.open(address, rules.addressMap.over(dialer));
  }

  /**
   * Connects to a node in place of another.
   *
   * @param instead the address that the application wrote
   * @param context the node's cluster, if it is known, or {@code null}
   * @return {@code null} when the server there is not the right one
   */
  Socket connect(
      NodeAddress node,
      NodeAddress instead,
      ClusterContext context,
      Dialer dialer,
      ServerCheck check)
      throws IOException {
    Socket socket = dialer.dial(node);
    boolean used = false;
    try {
      NodeProof proof = check.of(new NodeConnection(socket, this), socket.getSoTimeout());
      Endpoint endpoint = proof == NodeProof.REFUTED ? null : endpoint(socket);
      if (endpoint == null) {
        return null;
      }
      endpoint.given(node, socket);
      given.put(instead, endpoint);
      if (context != null) {
        endpoint.belongsTo(context);
      }
      ServerCheck later = proof == NodeProof.PENDING ? check : null;
      Socket virtual = new VirtualSocket(socket, endpoint, dialer, later);
      used = true;
      return virtual;
    } finally {
      if (!used) {
        socket.close();
      }
    }
  }

  /**
   * The application connected to a server that is not part of a cluster.
   *
   * @param dialled its address, as the application wrote it
   */
  void notInACluster(NodeAddress dialled) {
    diversions.warnOfUnmet(dialled);
  }

  /** Whether the socket's address is known to be none of the agent's business. */
  public boolean isPlain(Socket socket) {
    NodeAddress address = addressOf(socket);
    Endpoint endpoint = address == null ? null : endpoints.get(address);
    return endpoint != null && endpoint.isPlain();
  }

  /** What is known of an address, of a peer or as written by the application; {@code null} when nothing is. */
  Endpoint known(NodeAddress address) {
    Endpoint endpoint = given.get(address);
    return endpoint == null ? endpoints.get(address) : endpoint;
  }

  /** The cluster that names any of these addresses as a node's; {@code null} when none does. */
  ClusterContext naming(Collection<NodeAddress> forms) {
    for (Cluster cluster : clusters.known()) {
      if (!cluster.isLost() && nodeNamed(cluster, forms) != null) {
        return context(cluster);
      }
    }
    return null;
  }

  /** The node that a cluster names with any of these addresses; {@code null} when there is none. */
  Node nodeNamed(Cluster cluster, Collection<NodeAddress> forms) {
    for (Node node : cluster.nodes()) {
      if (node.isVouchedFor() && isAny(node.address(), forms)) {
        return node;
      }
    }
    return null;
  }

  /** Whether an address that a cluster names is one of these, as it stands or where it leads. */
  boolean isAny(NodeAddress named, Collection<NodeAddress> forms) {
    return forms.contains(named) || forms.contains(rules.addressMap.of(named));
  }

  private Endpoint endpoint(Socket socket) {
    NodeAddress address = addressOf(socket);
    return address == null ? null : endpoints.computeIfAbsent(address, a -> new Endpoint(a, this));
  }

  Clusters clusters() {
    return clusters;
  }

  ClusterContext context(Cluster cluster) {
    return contexts.computeIfAbsent(cluster, ClusterContext::new);
  }

  /** Keeps nothing of lost clusters, be it for an address to which nobody connects any more. */
  void forgetLost() {
    contexts.keySet().removeIf(Cluster::isLost);
    endpoints.values().forEach(Endpoint::forgetLost);
  }

  private static NodeAddress addressOf(Socket socket) {
    SocketAddress remote = socket.getRemoteSocketAddress();
    if (!(remote instanceof InetSocketAddress)
        || ((InetSocketAddress) remote).getAddress() == null) {
      return null; // a UNIX domain socket, or one that is not connected
    }
    InetSocketAddress inet = (InetSocketAddress) remote;
    return addressOf(inet.getAddress(), inet.getPort());
  }

  static NodeAddress addressOf(InetAddress ip, int port) {
    String host = ip.getHostAddress();
    int zone = host.indexOf('%');
    return new NodeAddress(zone < 0 ? host : host.substring(0, zone), port);
  }
}
