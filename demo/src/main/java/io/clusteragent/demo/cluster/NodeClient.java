package io.clusteragent.demo.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Sends commands to a node as the default user, over one connection that it opens when it is needed. Thread-safe; commands of
 * several threads are sent one after the other.
 */
final class NodeClient {
  private final String host;
  private final int port;
  private final NodeSettings settings;
  private RespClient connection; // guarded by this; null while there is none

  /**
   * @param settings contain the password and TLS
   */
  NodeClient(String host, int port, NodeSettings settings) {
    this.host = host;
    this.port = port;
    this.settings = settings;
  }

  /**
   * Sends one command and returns its reply.
   *
   * @param charset of the arguments and of the reply's strings; ISO-8859-1 carries any bytes
   * @return String, Long, null, a List of these, or a {@link ServerError}
   * @throws UncheckedIOException when the node does not answer within 5 s
   */
  synchronized Object ask(Charset charset, String... command) {
    try {
      if (connection == null) {
        connection = connect();
      }
      return connection.call(charset, command);
    } catch (IOException e) {
      disconnect();
      throw new UncheckedIOException(host + ":" + port + " did not answer " + command[0], e);
    }
  }

  private RespClient connect() throws IOException {
    TlsFiles tls = settings.tls();
    RespClient fresh = new RespClient(host, port, tls == null ? null : tls.context());
    if (settings.password() != null) {
      Object reply = fresh.call(StandardCharsets.UTF_8, "AUTH", settings.password());
      if (reply instanceof ServerError) {
        fresh.close();
        throw (ServerError) reply;
      }
    }
    return fresh;
  }

  /** Closes the connection; the next command opens another one. */
  synchronized void disconnect() {
    if (connection != null) {
      try {
        connection.close();
      } catch (IOException ignored) {
        // The connection is not used any more.
      }
      connection = null;
    }
  }
}
