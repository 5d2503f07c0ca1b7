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

  /** Makes a connected socket, with its TLS handshake done. */
  Socket dial(NodeAddress address) throws IOException;

  /** The client that makes sockets this way, for people: {@code Jedis 7.4.0}. The call may take a while. */
  default String client() {
    return "an unknown client";
  }

  /** Whether the client parses the cursor of SCAN as an {@code int}, and fails with a larger one. */
  default boolean parsesCursorsAsInt() {
    return false;
  }
}
