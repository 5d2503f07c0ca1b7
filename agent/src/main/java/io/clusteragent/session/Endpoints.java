package io.clusteragent.session;

import io.clusteragent.cluster.Cluster;
import io.clusteragent.cluster.Clusters;
import io.clusteragent.cluster.Dialer;
import io.clusteragent.cluster.NodeAddress;
import io.clusteragent.config.Configuration;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** All addresses that the JVM's Jedis clients connect to. The entrance to this floor. */
public final class Endpoints {
  private final Clusters clusters = new Clusters();
  private final ConcurrentMap<NodeAddress, Endpoint> endpoints = new ConcurrentHashMap<>();
  private final ConcurrentMap<Cluster, ClusterContext> contexts = new ConcurrentHashMap<>();

  private final Rules rules;

  /** With every option at its default. */
  public Endpoints() {
    this(Configuration.STANDARD);
  }

  public Endpoints(Configuration configuration) {
    this.rules = new Rules(configuration);
  }

  Rules rules() {
    return rules;
  }

  /**
   * Stands between the application and a socket it has just connected.
   *
   * @return the virtual socket, or the very same one when its address is none of the agent's business
   */
  public Socket virtual(Socket socket, Dialer dialer) throws IOException {
    NodeAddress address = addressOf(socket);
    if (address == null) {
      return socket;
    }
    Endpoint endpoint = endpoints.computeIfAbsent(address, a -> new Endpoint(a, this));
    return endpoint.isPlain() ? socket : new VirtualSocket(socket, endpoint, dialer);
  }

  /** Whether the socket's address is known to be none of the agent's business. */
  public boolean isPlain(Socket socket) {
    NodeAddress address = addressOf(socket);
    Endpoint endpoint = address == null ? null : endpoints.get(address);
    return endpoint != null && endpoint.isPlain();
  }

  Clusters clusters() {
    return clusters;
  }

  ClusterContext context(Cluster cluster) {
    return contexts.computeIfAbsent(cluster, ClusterContext::new);
  }

  private static NodeAddress addressOf(Socket socket) {
    SocketAddress remote = socket.getRemoteSocketAddress();
    if (!(remote instanceof InetSocketAddress)
        || ((InetSocketAddress) remote).getAddress() == null) {
      return null; // a UNIX domain socket, or one that is not connected
    }
    InetSocketAddress inet = (InetSocketAddress) remote;
    String host = inet.getAddress().getHostAddress();
    int zone = host.indexOf('%');
    return new NodeAddress(zone < 0 ? host : host.substring(0, zone), inet.getPort());
  }
}
