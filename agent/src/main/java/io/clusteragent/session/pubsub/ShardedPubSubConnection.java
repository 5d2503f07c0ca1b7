package io.clusteragent.session.pubsub;

import io.clusteragent.cluster.connection.InputWatch;
import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.state.Session;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Subscribes to sharded channels on one node, on a connection that carries nothing else.
 *
 * <p>It knows the subscriptions that the node has not answered yet. Channels are ISO 8859-1 text, which keeps every byte.
 *
 * <p>Owned by the thread that reads the stream, except for {@link #close}.
 */
final class ShardedPubSubConnection {
  private final Session session;
  private final Node node;
  private final NodeConnection connection;

  /** The channels of the subscriptions that the node has not answered, oldest first. */
  private final Deque<String> unanswered = new ArrayDeque<>();

  private boolean confirmed;

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
    unanswered.add(channel);
    send("SSUBSCRIBE", channel);
  }

  void unsubscribe(String channel) {
    send("SUNSUBSCRIBE", channel);
  }

  private void send(String command, String channel) {
    byte[] bytes = Resp.command(Resp.ascii(command), Resp.ascii(channel));
    connection.write(bytes, 0, bytes.length);
  }

  /** Records that the node confirmed a subscription. */
  void confirmed(String channel) {
    confirmed = true;
    unanswered.remove(channel);
  }

  /** Records that the node refused the oldest subscription; returns its channel, or {@code null} when all are answered. */
  String refused() {
    return unanswered.poll();
  }

  /** Whether the node has ever confirmed a subscription; its channel may have left since. */
  boolean isConfirmed() {
    return confirmed;
  }

  NodeConnection connection() {
    return connection;
  }

  /** Whether the node has answered all subscriptions. */
  boolean isAnswered() {
    return unanswered.isEmpty();
  }

  /**
   * Whether a frame, or the end of the connection, can be read.
   *
   * @throws IOException when the node is lost
   */
  boolean isReadable() throws IOException {
    if (connection.failure() != null) {
      throw connection.failure();
    }
    return connection.input().isReadable();
  }

  /** Makes a watch wake up when something arrives. */
  void watch(InputWatch watch) throws IOException {
    connection.input().watch(watch);
  }

  /**
   * Reads the frame that has begun to arrive: a message, a confirmation or an error.
   *
   * @throws IOException when the rest of it does not arrive within the deadline
   */
  byte[] read() throws IOException {
    return connection.input().readReply((int)
        Math.min(Integer.MAX_VALUE, session.deadlineMillis()));
  }

  /** Closes the connection: the node may still send messages of channels that the stream left. */
  void abandon(IOException cause) {
    connection.fail(cause);
    connection.unpin();
    session.openConnections.closeAndRemove(connection);
  }

  /** The node is lost. */
  void fail(IOException cause) {
    connection.fail(cause);
  }

  IOException failure() {
    return connection.failure();
  }

  /** Closes the connection when the application closed its own; any thread may call this. */
  void close() {
    connection.close();
  }
}
