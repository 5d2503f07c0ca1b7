package io.clusteragent.session.pubsub;

import io.clusteragent.cluster.connection.InputWatch;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.cluster.topology.Redirection;
import io.clusteragent.log.Log;
import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.bytes.ReplyBuffer;
import io.clusteragent.session.recovery.Backoff;
import io.clusteragent.session.recovery.RedirectionTarget;
import io.clusteragent.session.state.CommandFrame;
import io.clusteragent.session.state.Session;
import io.clusteragent.session.state.Stream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Subscribes to sharded channels, each on the master of its slot.
 *
 * <p>When the slot moves, the node sends an unsubscription without a command. The stream then subscribes on the new owner, and
 * the application does not notice.
 *
 * <p>The reading thread does everything; another thread only adds commands to a queue and wakes the reading thread.
 */
public final class ShardedPubSubStream implements Stream {
  /** How long a reading thread without a timeout sleeps at most. */
  private static final long LONGEST_WAIT_MILLIS = 60_000;

  private final Session session;
  private final Queue<String[]> commands = new ConcurrentLinkedQueue<>();
  private final ShardedPubSubConnections connections;
  private final InputWatch watch = new InputWatch();

  // Of the reading thread:
  private final ShardedPubSubChannels channels;
  private final Queue<byte[]> frames = new ArrayDeque<>();
  private final ReplyBuffer ready = new ReplyBuffer();
  private final Backoff backoff = new Backoff();

  /** Why a channel is not subscribed to on any node, or {@code null}. */
  private IOException failure;

  public ShardedPubSubStream(Session session) {
    this.session = session;
    this.connections = new ShardedPubSubConnections(session);
    this.channels = new ShardedPubSubChannels(session.resp3, frames::add);
  }

  // ---- writing

  @Override
  public void write(CommandFrame frame) {
    Request request = frame.request();
    String[] words = new String[request.count()];
    words[0] = frame.command().name();
    for (int i = 1; i < words.length; i++) {
      words[i] = new String(request.copy(i), StandardCharsets.ISO_8859_1); // keeps every byte
    }
    commands.add(words);
    watch.wakeUp();
  }

  @Override
  public boolean isSharded() {
    return true;
  }

  @Override
  public boolean isOver() {
    return commands.isEmpty() && channels.isEmpty();
  }

  @Override
  public boolean isRead() {
    return isOver();
  }

  @Override
  public void close() {
    connections.close();
    watch.wakeUp();
  }

  @Override
  public void end() {
    if (channels.isEmpty()) { // else the connections stay until the session ends
      for (ShardedPubSubConnection connection : connections.all()) {
        connections.abandon(connection, new IOException("the subscription ended"));
      }
    }
  }

  // ---- reading

  @Override
  public int read(byte[] into, int at, int room) throws IOException {
    ReadTimeout timeout = new ReadTimeout(session);
    try {
      while (frames.isEmpty() && ready.isEmpty()) {
        step(timeout.leftMillis(LONGEST_WAIT_MILLIS));
      }
    } catch (EOFException e) {
      return -1; // as a socket whose server has closed it
    }
    if (ready.isEmpty()) {
      ready.replace(frames.remove());
    }
    return ready.take(into, at, room);
  }

  private void step(long leftMillis) throws IOException {
    if (session.isClosed()) {
      close(); // connections that were opened while another thread closed the session
      throw new EOFException("the connection was closed while a subscription was read");
    }
    executeCommands();
    subscribe();
    boolean arrived = readFrames();
    if (failure != null) {
      pause();
      return;
    }
    if (isFullySubscribed()) {
      backoff.stop();
    }
    if (!arrived) {
      awaitInput(leftMillis);
    }
  }

  /** Executes the application's commands one after the other: their replies come in that order. */
  private void executeCommands() {
    while (channels.allConfirmed() && !commands.isEmpty()) {
      String[] command = commands.remove();
      switch (command[0]) {
        case "SSUBSCRIBE":
          channels.subscribe(command);
          break;
        case "SUNSUBSCRIBE":
          for (String channel : channels.unsubscribe(command)) {
            ShardedPubSubConnection connection = connectionOf(channel);
            if (connection != null) {
              connection.unsubscribe(channel);
            }
          }
          break;
        default:
          channels.answer(command);
      }
    }
  }

  private ShardedPubSubConnection connectionOf(String channel) {
    Node place = channels.remove(channel);
    return place == null ? null : connections.get(place);
  }

  // ---- channels and their nodes

  /** Subscribes to the channels that are not on any node. */
  private void subscribe() {
    for (String channel : channels.unassigned()) {
      Node node = session.cluster().slots().owner(HashSlot.of(Resp.ascii(channel)));
      try {
        if (node == null) {
          throw new IOException("no node is known to serve its slot");
        }
        connections.open(node).subscribe(channel);
        channels.assign(channel, node);
      } catch (IOException e) {
        failure = e;
      }
    }
  }

  /** Waits a moment, within the deadline, because the cluster is not ready for a channel. */
  private void pause() throws IOException {
    IOException cause = failure;
    failure = null;
    session.cluster().requestRefresh();
    backoff.start(session.deadlineMillis());
    if (!backoff.pause()) {
      throw new IOException(
          "the agent cannot subscribe to a sharded channel: " + cause.getMessage(), cause);
    }
  }

  /** Whether every channel is subscribed to on its node. */
  private boolean isFullySubscribed() {
    return connections.areAnswered() && channels.unassigned().isEmpty();
  }

  // ---- frames of the nodes

  /** Reads arrived frames, at most until there is one for the application; returns whether anything has arrived. */
  private boolean readFrames() throws IOException {
    boolean arrived = false;
    for (ShardedPubSubConnection connection : connections.all()) {
      try {
        while (frames.isEmpty() && connection.isReadable()) {
          arrived = true;
          readFrame(connection);
        }
      } catch (IOException e) {
        arrived = true;
        connectionLost(connection, e);
      }
    }
    return arrived || !frames.isEmpty();
  }

  /** Sleeps until a node sends something, or the application writes a command. */
  private void awaitInput(long millis) throws IOException {
    ShardedPubSubConnection lost = connections.watch(watch);
    if (lost != null) {
      connectionLost(lost, lost.failure());
      return;
    }
    watch.await(millis);
  }

  private void readFrame(ShardedPubSubConnection connection) throws IOException {
    byte[] frame = connection.read();
    if (frame[0] == '-') {
      refused(connection, frame);
      return;
    }
    Object message = new ReplyParser(new ByteArrayInputStream(frame)).parse();
    List<?> parts = message instanceof List ? (List<?>) message : new ArrayList<>();
    if (parts.size() < 3 || !(parts.get(1) instanceof byte[])) {
      return; // not a frame of a subscription
    }
    String channel = new String((byte[]) parts.get(1), StandardCharsets.ISO_8859_1);
    switch (ReplyParser.text(parts.get(0))) {
      case "ssubscribe":
        connection.confirmed(channel);
        channels.confirmed(channel);
        return;
      case "sunsubscribe":
        if (channels.unassign(channel, connection.node())) {
          session.cluster().requestRefresh();
        }
        return;
      case "smessage":
        channels.message(channel, frame);
        break;
      default:
    }
  }

  private void refused(ShardedPubSubConnection connection, byte[] line) {
    String channel = connection.refused();
    if (channel == null) {
      return;
    }
    Redirection redirection = Redirection.of(line, 0, line.length - 2);
    if (redirection.kind() == Redirection.Kind.NONE) {
      channels.refused(channel, line);
      return;
    }
    channels.unassign(channel, connection.node());
    failure = new IOException(ReplyParser.text(line).trim());
    backoff.start(session.deadlineMillis());
    if (redirection.kind() == Redirection.Kind.MOVED && !redirection.namesNode()) {
      session.cluster().requestRefresh();
    } else if (redirection.kind() == Redirection.Kind.MOVED) {
      RedirectionTarget target = new RedirectionTarget(session, redirection, connection.node());
      if (target.mayBeFollowed(backoff.leftMillis())) {
        session.cluster().slotMoved(redirection.slot(), target.address());
      }
    }
  }

  private void connectionLost(ShardedPubSubConnection connection, IOException cause)
      throws IOException {
    boolean missesMessages = connection.isConfirmed() && channels.hasConfirmed(connection.node());
    if (session.isClosed() || missesMessages && !NodeLoss.ended(connection.connection(), session)) {
      throw cause;
    }
    connections.abandon(connection, cause);
    int lost = channels.unassignAll(connection.node());
    if (lost > 0) {
      session.cluster().connectionLost();
      session.cluster().requestRefresh();
      Log.warn("a subscriber lost node " + connection.node() + " (" + cause.getMessage()
          + "); the agent subscribes again to its " + lost
          + " sharded channels. Messages may have been missed");
    }
  }
}
