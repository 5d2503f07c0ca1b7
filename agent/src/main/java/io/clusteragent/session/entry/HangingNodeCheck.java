package io.clusteragent.session.entry;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.view.Cluster;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.endpoint.ClusterContext;
import io.clusteragent.session.endpoint.Endpoint;
import java.io.IOException;
import java.net.Socket;

/**
 * Finds out whether a new connection of the application led to a node that hangs.
 *
 * <p>A node that hangs still accepts connections. The agent knows which nodes are suspect, but not which of them is behind a
 * balancer's address. So while any node is suspect, it sends PING on new connections to such an address, before the
 * application's first command.
 */
final class HangingNodeCheck {
  private static final int ANSWER_MILLIS = 50;
  private static final byte[] PING = Resp.command("PING");

  private HangingNodeCheck() {}

  /** Whether the server does not answer; nothing more can be sent on the connection then. */
  static boolean hangs(Socket socket, Endpoint endpoint) throws IOException {
    ClusterContext context = endpoint.context();
    if (context == null || !isNeeded(context.cluster(), endpoint)) {
      return false;
    }
    int timeout = socket.getSoTimeout();
    try {
      new NodeConnection(socket, endpoint).ask(PING, ANSWER_MILLIS);
    } catch (IOException e) {
      return true;
    }
    socket.setSoTimeout(timeout);
    return false;
  }

  /** Whether a node is suspect, and the address is not the own address of one. */
  private static boolean isNeeded(Cluster cluster, Endpoint endpoint) {
    boolean anySuspect = false;
    for (Node member : cluster.members()) {
      anySuspect |= member.isSuspect();
    }
    return anySuspect && !cluster.members().contains(endpoint.node(cluster));
  }
}
