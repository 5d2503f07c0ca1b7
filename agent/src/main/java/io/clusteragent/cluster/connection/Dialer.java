package io.clusteragent.cluster.connection;

import io.clusteragent.cluster.address.NodeAddress;
import java.io.IOException;
import java.net.Socket;

/**
 * Makes sockets to any node in the way the application made its own: the same TLS settings, timeouts and mappings.
 *
 * <p>Two dialers that make the same sockets are {@linkplain Object#equals equal}; connections are shared on that
 * ground.
 */
public interface Dialer {

  /** A connected socket, TLS handshake done. */
  Socket dial(NodeAddress address) throws IOException;

  /** Whose way it is, for people: {@code Jedis 7.4.0}. May take a while. */
  default String client() {
    return "an unknown client";
  }

  /** Whether the client parses the cursor of SCAN as an {@code int}, and fails with a larger one. */
  default boolean parsesCursorsAsInt() {
    return false;
  }
}
