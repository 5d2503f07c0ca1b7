package io.clusteragent.session.pubsub;

import io.clusteragent.cluster.connection.InputWatch;
import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.log.Log;
import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.state.Session;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Reads the events that each master sends only to its own clients.
 *
 * <p>These are keyspace notifications, and what MONITOR shows. The stream itself reads those of one master; this class reads
 * those of all others. Masters that join later are added within a second.
 *
 * <p>Owned by the thread that reads the stream, except for {@link #close}.
 */
final class MasterEventStreams {
  private static final byte[] MONITOR = Resp.command("MONITOR");
  private static final byte[] NOTHING = new byte[0];
  private static final long UPDATE_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int FRAME_TIMEOUT_MILLIS = 2000;

  private final Session session;
  private final boolean monitor;
  private final InputWatch watch;
  private final Map<Node, NodeConnection> connections = new ConcurrentHashMap<>();

  /** The nodes of which a warning says that their events are missing. */
  private final Set<Node> missing = new HashSet<>();

  /** The nodes whose connections have brought something: events are missing when one of these ends. */
  private final Set<Node> heard = new HashSet<>();

  private int changesSeen = -1;
  private long updatedAt;

  MasterEventStreams(Session session, boolean monitor, InputWatch watch) {
    this.session = session;
    this.monitor = monitor;
    this.watch = watch;
  }

  /** Updates the connections and their subscriptions: when the subscriptions changed, else once a second. */
  void update(Subscriptions subscriptions, Node except) {
    long now = System.nanoTime();
    boolean changed = subscriptions.changes() != changesSeen;
    if (!changed && now - updatedAt < UPDATE_INTERVAL_NANOS) {
      return;
    }
    updatedAt = now;
    byte[] commands = monitor ? MONITOR : subscriptions.keyspaceOnly();
    Set<Node> masters = new HashSet<>(session.cluster().slots().masters());
    masters.remove(except);
    for (Node node : new ArrayList<>(connections.keySet())) {
      if (!masters.contains(node)) {
        drop(node);
      } else if (changed) {
        connections.get(node).write(commands, 0, commands.length);
      }
    }
    for (Node node : masters) {
      if (!connections.containsKey(node)) {
        open(node, commands);
      }
    }
    changesSeen = subscriptions.changes();
  }

  private void open(Node node, byte[] commands) {
    try {
      NodeConnection connection =
          session.cluster().connections(node).pool(session.identity()).take(this);
      connection.pin();
      connection.write(commands, 0, commands.length);
      connections.put(node, connection);
      if (session.isClosed()) { // by another thread, which did not see this connection
        close();
      }
    } catch (IOException e) {
      session.cluster().requestRefresh();
      reportMissing(node, e.getMessage());
    }
  }

  private void reportMissing(Node node, String reason) {
    if (missing.add(node)) {
      Log.warn("node " + node + " cannot be read, so its "
          + (monitor ? "commands are" : "keyspace events are")
          + " missing from a stream that shows those of all masters: " + reason);
    }
  }

  /**
   * Returns the next complete frame for the application; empty when none has arrived.
   *
   * @throws IOException when a master that lives has cut the connection off, so that events are missing
   */
  byte[] next() throws IOException {
    for (Map.Entry<Node, NodeConnection> each : connections.entrySet()) {
      NodeConnection connection = each.getValue();
      try {
        while (connection.failure() == null && connection.input().isReadable()) {
          byte[] frame = connection.input().readReply(FRAME_TIMEOUT_MILLIS);
          if (frame[0] == '-') {
            refused(each.getKey(), ReplyParser.text(frame).trim());
            continue;
          }
          heard.add(each.getKey());
          missing.remove(each.getKey());
          if (isForApplication(frame)) {
            return frame;
          }
        }
        if (connection.failure() != null) {
          throw connection.failure();
        }
        connection.input().watch(watch);
      } catch (IOException e) {
        connection.fail(e);
        if (heard.contains(each.getKey()) && !NodeLoss.ended(connection, session)) {
          throw e;
        }
        session.cluster().requestRefresh();
        drop(each.getKey()); // the next update replaces it
      }
    }
    return NOTHING;
  }

  /**
   * A master refuses a command. That of a missing right concerns the other subscriptions as little as on one server; in other
   * states (BUSY) the next update tries again.
   */
  private void refused(Node node, String error) throws IOException {
    reportMissing(node, error);
    if (!error.startsWith("-NOPERM")) {
      heard.remove(node);
      throw new IOException(error);
    }
  }

  private void drop(Node node) {
    heard.remove(node);
    NodeConnection connection = connections.remove(node);
    if (connection != null) { // else another thread has closed the stream
      connection.close();
    }
  }

  private boolean isForApplication(byte[] frame) throws IOException {
    if (monitor) {
      return frame[0] == '+' && frame.length > "+OK\r\n".length();
    }
    Object message = new ReplyParser(new ByteArrayInputStream(frame)).parse();
    if (!(message instanceof List)) {
      throw new ProtocolException("a message of a subscription is not an array");
    }
    List<?> parts = (List<?>) message;
    int channel = parts.size() - 2;
    boolean isMessage = channel > 0 && ReplyParser.text(parts.get(0)).endsWith("message");
    return isMessage && Subscriptions.isKeyspaceChannel(ReplyParser.text(parts.get(channel)));
  }

  /** Closes the connections; any thread may call this. */
  void close() {
    for (NodeConnection connection : connections.values()) {
      connection.close();
    }
    connections.clear();
  }
}
