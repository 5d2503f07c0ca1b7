package io.clusteragent.session.entry;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.Dialer;
import io.clusteragent.cluster.view.Cluster;
import io.clusteragent.cluster.view.Clusters;
import io.clusteragent.cluster.view.TopologyCache;
import io.clusteragent.config.Configuration;
import io.clusteragent.metrics.Traffic;
import io.clusteragent.session.endpoint.Endpoint;
import io.clusteragent.session.endpoint.EndpointDirectory;
import io.clusteragent.session.endpoint.SessionOptions;
import java.io.IOException;
import java.net.Socket;

/** All addresses that the JVM's Jedis clients connect to. The only class that is used from outside {@code session}. */
public final class EndpointRegistry {
  private final SessionOptions options;
  private final EndpointDirectory directory;
  private final FallbackNodes fallbackNodes;
  private final AddressRedirects addressRedirects;

  public EndpointRegistry(Configuration configuration) {
    this(configuration, Cluster.Watcher.NOBODY);
  }

  /**
   * @param watcher told of every topology of every cluster
   */
  public EndpointRegistry(Configuration configuration, Cluster.Watcher watcher) {
    this.options = new SessionOptions(configuration);
    if (options.slowNanos > 0) {
      Traffic.timeEach();
    }
    TopologyCache cache = new TopologyCache(options.topologyCache);
    this.directory = new EndpointDirectory(options, new Clusters(options::trusts, cache, watcher));
    FallbackConnector connector = new FallbackConnector(directory);
    this.fallbackNodes =
        new FallbackNodes(directory, connector, new ColdStart(directory, connector, cache));
    this.addressRedirects = new AddressRedirects(directory, connector, fallbackNodes);
    directory.onNoCluster(addressRedirects::warnOfUnmet);
  }

  /**
   * Stands between the application and a socket it has just connected.
   *
   * @param address what it connected to, as it wrote it
   * @return the virtual socket, or the very same one when its address is none of the agent's business
   */
  public Socket virtual(Socket socket, NodeAddress address, Dialer dialer) throws IOException {
    Endpoint endpoint = directory.endpoint(socket);
    if (endpoint == null) {
      return socket;
    }
    endpoint.writtenAs(address, socket);
    directory.given(address, endpoint);
    return endpoint.isPlain()
        ? socket
        : new VirtualSocket(socket, endpoint, options.addressMap.over(dialer), null);
  }

  /**
   * Connects to another node of the cluster to which an address belongs that cannot be connected to.
   *
   * @param address what the application wanted to connect to, as it wrote it
   * @return the virtual socket; {@code null} when the address is not known to belong to a cluster, or no node of it can be
   *     reached
   */
  public Socket openFallback(NodeAddress address, Dialer dialer) {
    return fallbackNodes.find(address, options.addressMap.over(dialer));
  }

  /** Whether connections to an address, as the application writes it, are to be made to a cluster in its place. */
  public boolean redirects(NodeAddress address) {
    return options.redirects.containsKey(address);
  }

  /**
   * Connects to a cluster in place of an address that {@linkplain #redirects is redirected}.
   *
   * @return the virtual socket
   * @throws IOException when no node can be reached; its message is for people
   */
  public Socket redirected(NodeAddress address, Dialer dialer) throws IOException {
    return addressRedirects.open(address, options.addressMap.over(dialer));
  }

  /** Whether the socket's address is known to be none of the agent's business. */
  public boolean isPlain(Socket socket) {
    Endpoint endpoint = directory.knownEndpoint(socket);
    return endpoint != null && endpoint.isPlain();
  }

  public EndpointDirectory directory() {
    return directory;
  }

  public Clusters clusters() {
    return directory.clusters();
  }
}
