package io.clusteragent.cluster.connection;

import io.clusteragent.cluster.address.NodeAddress;
import java.io.IOException;
import java.net.Socket;

/**
 * Makes sockets to any node as the application makes its own: same TLS settings, timeouts and mappings.
 *
 * <p>Two dialers that make the same sockets are {@linkplain Object#equals equal}; only then may sessions share their
 * connections.
 */
public interface Dialer {

  /** Makes a connected socket. */
  Socket dial(NodeAddress address) throws IOException;

  /**
   * A dialer that dials as this one, for an application that wrote this host.
   *
   * <p>Certificates name hosts, and seldom IP addresses. So the certificate of a node that has only an IP address may be valid for
   * the host that the application wrote.
   */
  default Dialer writtenAs(String host) {
    return this;
  }

  /** The client that makes sockets this way, for people: {@code Jedis 7.4.0}. The call may take a while. */
  default String client() {
    return "an unknown client";
  }

  /** Whether the client parses the cursor of SCAN as an {@code int}, and fails with a larger one. */
  default boolean parsesCursorsAsInt() {
    return false;
  }
}
