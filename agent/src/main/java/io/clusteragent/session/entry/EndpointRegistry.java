package io.clusteragent.session.entry;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.Dialer;
import io.clusteragent.cluster.connection.PromptClose;
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

/**
 * Gives the JVM's Jedis clients virtual sockets for the addresses that they connect to.
 *
 * <p>The only class of {@code session} that is used from outside. Thread-safe.
 */
public final class EndpointRegistry {
  private final SessionOptions options;
  private final EndpointDirectory directory;
  private final FallbackNodes fallbackNodes;
  private final AddressRedirects addressRedirects;

  /** {@code null} unless an option names a Sentinel, or an address that may be one. */
  private final SentinelAddresses sentinels;

  public EndpointRegistry(Configuration configuration) {
    this(configuration, Cluster.Watcher.NOBODY);
  }

  /**
   * @param watcher is informed of every topology of every cluster
   */
  public EndpointRegistry(Configuration configuration, Cluster.Watcher watcher) {
    this.options = new SessionOptions(configuration);
    if (options.slowNanos > 0) {
      Traffic.timeEach();
    }
    TopologyCache cache = new TopologyCache(options.topologyCache);
    SentinelWatcher sentinelWatcher = options.sentinels.isEmpty() && options.redirects.isEmpty()
        ? null
        : new SentinelWatcher(watcher);
    Cluster.Watcher all = sentinelWatcher == null ? watcher : sentinelWatcher;
    this.directory = new EndpointDirectory(options, new Clusters(options::trusts, cache, all));
    FallbackConnector connector = new FallbackConnector(directory);
    this.fallbackNodes =
        new FallbackNodes(directory, connector, new ColdStart(directory, connector, cache));
    this.addressRedirects = new AddressRedirects(directory, connector, fallbackNodes);
    this.sentinels = sentinelWatcher == null ? null : new SentinelAddresses(directory, connector);
    if (sentinelWatcher != null) {
      sentinelWatcher.inform(sentinels);
      directory.onNoCluster(this::warnOfUnused);
    }
  }

  private void warnOfUnused(NodeAddress dialled) {
    addressRedirects.warnOfUnused(dialled);
    sentinels.warnOfUnused(dialled);
  }

  /**
   * Puts a virtual socket between the application and a socket that it has just connected.
   *
   * @param address the address that it connected to, as it wrote it
   * @return the virtual socket, or the socket itself when it has no address or its server is not part of a cluster; closed when
   *     no node of the cluster answers
   */
  public Socket virtual(Socket socket, NodeAddress address, Dialer dialer) throws IOException {
    Endpoint endpoint = directory.endpoint(socket);
    if (endpoint == null) {
      return socket;
    }
    endpoint.writtenAs(address);
    directory.recordConnection(address, endpoint);
    if (endpoint.isPlain()) {
      return socket;
    }
    return HangingNodeCheck.hangs(socket, endpoint)
        ? insteadOf(socket, address, dialer)
        : new VirtualSocket(socket, endpoint, options.addressMap.over(dialer), null);
  }

  private Socket insteadOf(Socket hanging, NodeAddress address, Dialer dialer) throws IOException {
    PromptClose.of(hanging);
    Socket fallback = openFallback(address, dialer);
    return fallback == null ? hanging : fallback; // closed, as no node answers
  }

  /**
   * Connects to a fallback node when an address cannot be connected to.
   *
   * @param address the address that the application wanted to connect to, as it wrote it
   * @return the virtual socket; {@code null} when the address is not known to belong to a cluster, or none of its nodes can be
   *     reached
   */
  public Socket openFallback(NodeAddress address, Dialer dialer) {
    Socket socket = fallbackNodes.find(address, options.addressMap.over(dialer));
    return socket == null && sentinels != null ? sentinels.openInstead(address, dialer) : socket;
  }

  /** Whether the option {@code redirect} or {@code sentinel} names an address, as the application writes it. */
  public boolean redirects(NodeAddress address) {
    return options.redirects.containsKey(address) || options.sentinels.containsKey(address);
  }

  /**
   * Connects to a cluster, or to a Sentinel in memory, in place of an address that {@linkplain #redirects is redirected}.
   *
   * @return the virtual socket
   * @throws IOException when no node can be reached; its message is for users
   */
  public Socket redirected(NodeAddress address, Dialer dialer) throws IOException {
    if (options.sentinels.containsKey(address)) {
      return sentinels.open(address, dialer);
    }
    Socket node = addressRedirects.open(address, options.addressMap.over(dialer));
    return new RedirectedSocket(node, () -> sentinels.open(address, dialer));
  }

  /** Whether the server of the socket is known to be not part of a cluster. */
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
