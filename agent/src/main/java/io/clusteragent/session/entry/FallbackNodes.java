package io.clusteragent.session.entry;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.Dialer;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.view.Cluster;
import io.clusteragent.log.Log;
import io.clusteragent.session.endpoint.ClusterContext;
import io.clusteragent.session.endpoint.Endpoint;
import io.clusteragent.session.endpoint.EndpointDirectory;
import io.clusteragent.session.state.EntryNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Finds a fallback node when the application cannot connect to an address.
 *
 * <p>It does so only for an address that is known to belong to a cluster: a command sent to a wrong server is worse than an
 * exception.
 */
public final class FallbackNodes {
  private final EndpointDirectory endpoints;
  private final FallbackConnector connector;
  private final ColdStart coldStart;

  FallbackNodes(EndpointDirectory endpoints, FallbackConnector connector, ColdStart coldStart) {
    this.endpoints = endpoints;
    this.connector = connector;
    this.coldStart = coldStart;
  }

  /**
   * @param wanted the address that cannot be connected to, as the application wrote it
   * @return a virtual socket; {@code null} when there is no fallback node
   */
  Socket find(NodeAddress wanted, Dialer dialer) {
    Set<NodeAddress> forms = formsOf(wanted);
    ClusterContext context = null;
    for (NodeAddress form : forms) {
      Endpoint endpoint = endpoints.known(form);
      if (endpoint != null && endpoint.isPlain()) {
        return null;
      }
      if (endpoint != null && context == null) {
        context = endpoint.context();
      }
    }
    if (context == null) {
      context = endpoints.clusterNaming(forms);
    }
    return context == null
        ? coldStart.find(wanted, forms, dialer)
        : inCluster(context, wanted, forms, dialer);
  }

  private Socket inCluster(
      ClusterContext context, NodeAddress wanted, Set<NodeAddress> forms, Dialer dialer) {
    long end = System.nanoTime() + endpoints.options().fallbackNanos();
    Cluster cluster = context.cluster();
    Node unreachable = endpoints.nodeNamed(cluster, forms);
    if (unreachable != null) {
      unreachable.suspect();
    }
    boolean gone = cluster.isGone(endpoints.options().deadlineMillis(0));
    for (Node node : cluster.fallbackNodes(unreachable)) {
      if (gone && node.isSuspect()) {
        break; // all the others are, too
      }
      if (!node.isTrusted()) {
        continue; // it would get the application's credentials at once
      }
      if (System.nanoTime() - end > 0) {
        break;
      }
      try {
        Socket socket = connector.connect(
            node.address(), wanted, context, dialer, EntryNode.identityCheckOf(node));
        if (socket != null) {
          return socket;
        }
      } catch (IOException e) {
        node.unreachable(e);
        Log.debug("node " + node + " is not a fallback node for " + wanted + ": " + e);
      }
    }
    return null;
  }

  /** Returns an address as written, and with each IP address of its host, if the host can be resolved. */
  private static Set<NodeAddress> formsOf(NodeAddress address) {
    Set<NodeAddress> forms = new LinkedHashSet<>();
    forms.add(address);
    try {
      for (InetAddress each : InetAddress.getAllByName(address.host())) {
        forms.add(EndpointDirectory.addressOf(each, address.port()));
      }
    } catch (UnknownHostException e) {
      Log.debug("the host of " + address + " cannot be resolved any more");
    }
    return forms;
  }
}
