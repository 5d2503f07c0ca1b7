package io.clusteragent.session.state;

import io.clusteragent.cluster.connection.NodeConnection;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;

/**
 * Lists the node connections of a session: the entry connection, and the pooled ones that it holds.
 *
 * <p>Owned by the session's thread; another thread may only call {@link #close}.
 */
public final class OpenConnections {
  /** A connection with fewer unflushed bytes is flushed later, with more. */
  private static final int MIN_FLUSH_BYTES = 4096;

  private final Object holder;
  private volatile NodeConnection entry; // read by the thread that closes the session
  private final ArrayList<NodeConnection> held = new ArrayList<>(4);

  /** The connection added last: the thread that closes the session may not see it in the list. */
  private volatile NodeConnection lastAdded;

  private volatile boolean closed;

  OpenConnections(Object holder, NodeConnection entry) {
    this.holder = holder;
    this.entry = entry;
  }

  /** Returns the entry connection, or the one that replaced it. */
  NodeConnection entry() {
    return entry;
  }

  /** Replaces the entry connection; as in {@link #add}, a thread may have closed the session in the meantime. */
  void replaceEntry(NodeConnection fresh) {
    entry = fresh;
    if (closed) {
      fresh.close(holder);
    }
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
   * <p>When another thread has closed the session in the meantime, the node must not get a command on it: a blocking command
   * would wait there although no thread reads its reply. Each thread writes its own field before it reads the other's, so that
   * at least one of them closes the connection.
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

  /** Closes a connection, and does not record its loss. */
  public void closeAndRemove(NodeConnection connection) {
    held.remove(connection);
    connection.close();
  }

  /** Closes the unused connections, except the entry connection; their nodes then track no keys for them. */
  void closeTracked() {
    for (NodeConnection connection : held.toArray(new NodeConnection[0])) {
      if (connection.outstanding() == 0 && !connection.isPinned()) {
        closeAndRemove(connection);
      }
    }
  }

  /** Closes the connections that are not pinned, except the entry connection: no thread would read their pushes. */
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

  /** Flushes the connection with the most unflushed bytes, if there are at least {@code MIN_FLUSH_BYTES}. */
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

  /** Returns a connection with input, or else the entry connection. */
  public NodeConnection withInput() throws IOException {
    for (NodeConnection connection : held) {
      if (connection.input().available() > 0) {
        return connection;
      }
    }
    return entry;
  }

  /** Closes all connections, possibly while the session's thread uses them. */
  void close() {
    closed = true;
    NodeConnection last = lastAdded;
    if (last != null) {
      last.close(holder);
    }
    for (NodeConnection connection : held.toArray(new NodeConnection[0])) {
      if (connection != null) { // the session's thread released it while this one copied the list
        connection.close(holder);
      }
    }
    entry.close();
  }
}
