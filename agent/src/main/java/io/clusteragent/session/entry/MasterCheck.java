package io.clusteragent.session.entry;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.Dialer;
import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.connection.NodeIdentity;
import io.clusteragent.cluster.connection.PromptClose;
import io.clusteragent.session.endpoint.EndpointDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.SSLException;

/**
 * Finds out whether a node can be the master that Sentinels name. Immutable.
 *
 * <p>The connection is made with the application's settings for its Sentinels, which may differ from those for its servers. So a
 * node that refuses the TLS settings, or plain text, is there all the same.
 */
final class MasterCheck {
  /** Where the application waits without limit. */
  private static final int MILLIS_WITHOUT_TIMEOUT = 2000;

  private final boolean answered;
  private final Set<NodeAddress> forms;

  private MasterCheck(boolean answered, Set<NodeAddress> forms) {
    this.answered = answered;
    this.forms = forms;
  }

  /**
   * Connects to a node.
   *
   * @throws IOException when the node cannot be reached, does not reply in time, or is not part of a cluster
   */
  static MasterCheck of(NodeAddress node, Dialer dialer) throws IOException {
    Set<NodeAddress> forms = new HashSet<>();
    forms.add(node);
    Socket socket;
    try {
      socket = dialer.writtenAs(node.host()).dial(node);
    } catch (IOException e) {
      if (isOfTls(e)) {
        return new MasterCheck(false, forms);
      }
      throw e;
    }
    try {
      InetAddress ip = socket.getInetAddress();
      if (ip != null) {
        forms.add(EndpointDirectory.addressOf(ip, socket.getPort()));
      }
      return new MasterCheck(replies(node, socket), forms);
    } finally {
      PromptClose.of(socket);
    }
  }

  private static boolean replies(NodeAddress node, Socket socket) throws IOException {
    int millis = socket.getSoTimeout();
    NodeIdentity identity;
    try {
      identity = NodeIdentity.of(
          new NodeConnection(socket, MasterCheck.class),
          Collections.<String>emptySet(),
          millis == 0 ? MILLIS_WITHOUT_TIMEOUT : millis);
    } catch (SocketTimeoutException e) {
      throw e; // it hangs
    } catch (IOException e) {
      return false; // it may want TLS
    }
    if (identity == NodeIdentity.REFUTED) {
      throw new IOException("the server at " + node + " is no cluster node");
    }
    return true;
  }

  private static boolean isOfTls(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SSLException) {
        return true;
      }
    }
    return false;
  }

  /** Whether the server replied; another one only accepted the connection. */
  boolean isAnswered() {
    return answered;
  }

  /** The node's address, as given and with its IP address. */
  Set<NodeAddress> forms() {
    return forms;
  }
}
