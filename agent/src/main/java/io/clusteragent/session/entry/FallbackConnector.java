package io.clusteragent.session.entry;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.Dialer;
import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.connection.NodeIdentity;
import io.clusteragent.cluster.connection.PromptClose;
import io.clusteragent.session.endpoint.ClusterContext;
import io.clusteragent.session.endpoint.Endpoint;
import io.clusteragent.session.endpoint.EndpointDirectory;
import io.clusteragent.session.endpoint.NodeIdentityCheck;
import java.io.IOException;
import java.net.Socket;

/** Connects the application to a node in place of the address that it wrote. */
final class FallbackConnector {
  private final EndpointDirectory directory;

  FallbackConnector(EndpointDirectory directory) {
    this.directory = directory;
  }

  /**
   * Connects to a node in place of another.
   *
   * @param instead the address that the application wrote
   * @param context the node's cluster, or {@code null} when it is not known
   * @param check checks the server before it gets a command of the application
   * @return a virtual socket; {@code null} when the server is not the right one
   */
  Socket connect(
      NodeAddress node,
      NodeAddress instead,
      ClusterContext context,
      Dialer dialer,
      NodeIdentityCheck check)
      throws IOException {
    // A node of an option stands for the application's address, which may be an old server's.
    Dialer asWritten = context == null ? dialer.writtenAs(node.host()) : dialer;
    Socket socket = asWritten.dial(node);
    boolean used = false;
    try {
      NodeIdentity proof = check.of(new NodeConnection(socket, this), socket.getSoTimeout());
      Endpoint endpoint = proof == NodeIdentity.REFUTED ? null : directory.endpoint(socket);
      if (endpoint == null) {
        return null;
      }
      endpoint.writtenAs(node);
      directory.recordConnection(instead, endpoint);
      if (context != null) {
        endpoint.assignTo(context);
      }
      NodeIdentityCheck later = proof == NodeIdentity.PENDING ? check : null;
      Socket virtual = new VirtualSocket(socket, endpoint, asWritten, later);
      used = true;
      return virtual;
    } finally {
      if (!used) {
        PromptClose.of(socket);
      }
    }
  }
}
