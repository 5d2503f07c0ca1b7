package io.clusteragent.session.state;

import io.clusteragent.cluster.connection.NodeConnection;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;

/**
 * The node connections that a session has at the moment: the entry connection, and the pooled ones that it holds.
 *
 * <p>The session's thread owns it; another thread may only {@link #close} it.
 */
public final class OpenConnections {
  /** A connection with fewer waiting bytes waits for more. */
  private static final int MIN_FLUSH_BYTES = 4096;

  private final Object holder;
  private volatile NodeConnection entry; // read by the thread that closes the session
  private final ArrayList<NodeConnection> held = new ArrayList<>(4);

  /** For the thread that closes the session: it may miss in the list what was added last. */
  private volatile NodeConnection lastAdded;

  private volatile boolean closed;

  OpenConnections(Object holder, NodeConnection entry) {
    this.holder = holder;
    this.entry = entry;
  }

  /** The application's own connection, or the one that replaced it. */
  NodeConnection entry() {
    return entry;
  }

  void replaceEntry(NodeConnection fresh) {
    entry = fresh;
  }

  /** The number of connections; the first is the entry connection. */
  public int size() {
    return 1 + held.size();
  }

  public NodeConnection get(int index) {
    return index == 0 ? entry : held.get(index - 1);
  }

  /**
   * Adds a connection that the session holds from now on.
   *
   * <p>When another thread has closed the session meanwhile, the node must get no command on it, which might block there
   * for nobody. Each thread leaves its mark before it looks for the other's, so that one of both closes the connection.
   *
   * @throws SocketException when the session is closed
   */
  NodeConnection add(NodeConnection connection) throws SocketException {
    held.add(connection);
    lastAdded = connection;
    if (closed) {
      connection.close(holder);
      throw new SocketException("Socket closed");
    }
    return connection;
  }

  void remove(NodeConnection connection) {
    held.remove(connection);
  }

  /** Closes a connection on which no key was tracked. */
  public void closeAndRemove(NodeConnection connection) {
    held.remove(connection);
    connection.close();
  }

  /** Closes the connections that nothing needs, except the entry connection; their nodes forget what they tracked. */
  void closeTracked() {
    for (NodeConnection connection : held.toArray(new NodeConnection[0])) {
      if (connection.outstanding() == 0 && !connection.isPinned()) {
        closeAndRemove(connection);
      }
    }
  }

  /** Closes the connections that are not pinned, except the entry connection: nobody would read what their nodes push. */
  void closeUnpinned() {
    for (NodeConnection connection : held.toArray(new NodeConnection[0])) {
      if (!connection.isPinned()) {
        closeAndRemove(connection);
      }
    }
  }

  // ---- writing and reading

  public void flush() {
    entry.flush();
    for (int i = 0; i < held.size(); i++) {
      held.get(i).flush();
    }
  }

  /** Flushes the connection with the most waiting bytes, if they are worth a write. */
  public void flushFullest() {
    NodeConnection fullest = entry;
    for (int i = 0; i < held.size(); i++) {
      NodeConnection connection = held.get(i);
      if (connection.unflushedBytes() > fullest.unflushedBytes()) {
        fullest = connection;
      }
    }
    if (fullest.unflushedBytes() >= MIN_FLUSH_BYTES) {
      fullest.flush();
    }
  }

  /** The number of bytes that can be read from any connection without waiting. */
  public int available() throws IOException {
    int available = entry.input().available();
    for (NodeConnection connection : held) {
      available += connection.input().available();
    }
    return available;
  }

  /** A connection with input, or else the entry connection. */
  public NodeConnection withInput() throws IOException {
    for (NodeConnection connection : held) {
      if (connection.input().available() > 0) {
        return connection;
      }
    }
    return entry;
  }

  /** Closes all connections, maybe while the session's thread uses them. */
  void close() {
    closed = true;
    NodeConnection last = lastAdded;
    if (last != null) {
      last.close(holder);
    }
    for (NodeConnection connection : held.toArray(new NodeConnection[0])) {
      if (connection != null) { // released since the other thread's list was measured
        connection.close(holder);
      }
    }
    entry.close();
  }
}
