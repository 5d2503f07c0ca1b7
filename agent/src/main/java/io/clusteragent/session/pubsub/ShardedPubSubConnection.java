package io.clusteragent.session.pubsub;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.state.Session;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A node connection that carries sharded channels and nothing else, with the subscriptions that its node has not answered
 * yet. Channels are ISO 8859-1 text, which keeps every byte.
 *
 * <p>Owned by the thread that reads the stream, but for {@link #close}.
 */
final class ShardedPubSubConnection {
  private final Session session;
  private final Node node;
  private final NodeConnection connection;

  /** The channels of the subscriptions that the node has not answered, oldest first. */
  private final Deque<String> asked = new ArrayDeque<>();

  /**
   * @throws IOException when the node cannot be reached
   */
  ShardedPubSubConnection(Session session, Node node) throws IOException {
    this.session = session;
    this.node = node;
    this.connection = session.connections.takeIdlePooled(node);
    connection.pin();
  }

  Node node() {
    return node;
  }

  void subscribe(String channel) {
    asked.add(channel);
    send("SSUBSCRIBE", channel);
  }

  void unsubscribe(String channel) {
    send("SUNSUBSCRIBE", channel);
  }

  private void send(String command, String channel) {
    byte[] bytes = Resp.command(Resp.ascii(command), Resp.ascii(channel));
    connection.write(bytes, 0, bytes.length);
  }

  /** The node confirmed a subscription. */
  void confirmed(String channel) {
    asked.remove(channel);
  }

  /** The node refused a subscription, which can only be the oldest; answers its channel, or {@code null} without any. */
  String refused() {
    return asked.poll();
  }

  /** Whether the node has answered all that it was asked for. */
  boolean isAnswered() {
    return asked.isEmpty();
  }

  /**
   * Waits a little for something to arrive. A TLS socket does not tell without being read from.
   *
   * @param millis how long at most
   * @throws IOException when the node is lost
   */
  boolean hasInput(int millis) throws IOException {
    if (connection.failure() != null) {
      throw connection.failure();
    }
    if (connection.input().available() > 0) {
      return true;
    }
    try {
      if (connection.input().fill(millis) <= 0) {
        throw new EOFException("the node closed the connection");
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  /**
   * Reads what has begun to arrive: a message, a confirmation or an error.
   *
   * @throws IOException when the rest of it does not arrive within the deadline
   */
  byte[] read() throws IOException {
    return connection.input().readReply((int)
        Math.min(Integer.MAX_VALUE, session.deadlineMillis()));
  }

  /** Closes the connection: a node may have something left to say of channels that it gives up. */
  void abandon(IOException cause) {
    connection.fail(cause);
    connection.unpin();
    session.openConnections.closeNow(connection);
  }

  /** The application's connection is closed, by whichever thread. */
  void close() {
    connection.close();
  }
}
