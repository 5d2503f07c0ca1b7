package io.clusteragent.session;

import io.clusteragent.cluster.HashSlot;
import io.clusteragent.cluster.Node;
import io.clusteragent.cluster.NodeAddress;
import io.clusteragent.cluster.NodeConnection;
import io.clusteragent.cluster.Redirection;
import io.clusteragent.command.Command;
import io.clusteragent.log.Log;
import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.Resp;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sharded channels, each subscribed to at the master of its slot. When the slot moves, the node says so by an unsubscription
 * that nobody asked for; the channel is subscribed to at the new owner then, and the application sees nothing of it.
 *
 * <p>The reading thread does everything; another thread only leaves its commands, which are looked for every {@value
 * #SLICE_MILLIS} ms.
 */
final class ShardStream implements Stream {
  private static final int SLICE_MILLIS = 10;

  private final Session session;
  private final Queue<String[]> commands = new ConcurrentLinkedQueue<>();
  private final Map<Node, Link> links = new ConcurrentHashMap<>();

  // Of the reading thread:
  private final ShardChannels channels;
  private final Deque<byte[]> frames = new ArrayDeque<>();
  private final Backoff backoff = new Backoff();
  private int frameAt;

  /** A connection to a node, and the channels of the subscriptions it has not answered, oldest first. */
  private static final class Link {
    final NodeConnection connection;
    final Deque<String> asked = new ArrayDeque<>();

    Link(NodeConnection connection) {
      this.connection = connection;
    }
  }

  ShardStream(Session session) {
    this.session = session;
    this.channels = new ShardChannels(session.resp3, frames::add);
  }

  // ---- writing

  @Override
  public void write(Command command, Request request, byte[] bytes, int from, int length) {
    String[] words = new String[request.count()];
    words[0] = command.name();
    for (int i = 1; i < words.length; i++) {
      words[i] = new String(request.copy(i), StandardCharsets.ISO_8859_1); // keeps every byte
    }
    commands.add(words);
  }

  @Override
  public void close() {
    for (Link link : links.values()) {
      link.connection.close();
    }
  }

  @Override
  public void end() {
    for (Link link : links.values()) {
      if (channels.isEmpty()) { // else the connections stay, and end with the session
        leave(link, new IOException("the subscription ended"));
      }
    }
  }

  /** The connection is closed: a node may have something left to say of channels that it gives up. */
  private void leave(Link link, IOException cause) {
    link.connection.fail(cause);
    link.connection.unpin();
    session.leases.giveBack(link.connection);
  }

  // ---- reading

  @Override
  public int read(byte[] into, int at, int room) throws IOException {
    long start = System.nanoTime();
    while (frames.isEmpty()) {
      if (session.isClosed()) {
        throw new EOFException("the connection was closed while a subscription was read");
      }
      obey();
      subscribe();
      listen();
      if (frames.isEmpty() && isOver(start)) {
        throw new SocketTimeoutException("Read timed out");
      }
    }
    byte[] frame = frames.peek();
    int n = Math.min(room, frame.length - frameAt);
    System.arraycopy(frame, frameAt, into, at, n);
    frameAt += n;
    if (frameAt == frame.length) {
      frames.remove();
      frameAt = 0;
    }
    return n;
  }

  private boolean isOver(long start) {
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    return session.timeout() > 0 && millis >= session.timeout();
  }

  /** Does what the application wants, one command after the other, as their replies come in that order. */
  private void obey() {
    while (channels.allConfirmed() && !commands.isEmpty()) {
      String[] command = commands.remove();
      switch (command[0]) {
        case "SSUBSCRIBE":
          channels.subscribe(command);
          break;
        case "SUNSUBSCRIBE":
          for (String channel : channels.unsubscribe(command)) {
            Link link = linkOf(channel);
            if (link != null) {
              send(link, "SUNSUBSCRIBE", channel);
            }
          }
          break;
        default:
          channels.answer(command);
      }
    }
  }

  private Link linkOf(String channel) {
    Node place = channels.leave(channel);
    return place == null ? null : links.get(place);
  }

  private static void send(Link link, String command, String channel) {
    byte[] bytes = Resp.command(Resp.ascii(command), Resp.ascii(channel));
    link.connection.write(bytes, 0, bytes.length);
  }

  // ---- where the channels are

  /** Subscribes to the channels that are at no node. */
  private void subscribe() throws IOException {
    IOException trouble = null;
    for (String channel : channels.withoutPlace()) {
      Node node = session.cluster().slots().owner(HashSlot.of(Resp.ascii(channel)));
      try {
        if (node == null) {
          throw new IOException("no node is known to serve its slot");
        }
        Link link = link(node);
        link.asked.add(channel);
        send(link, "SSUBSCRIBE", channel);
        channels.place(channel, node);
      } catch (IOException e) {
        trouble = e;
      }
    }
    if (trouble != null) {
      pause(trouble);
    }
  }

  /** The cluster is not ready for a channel: waits a moment, within the deadline. */
  private void pause(IOException trouble) throws IOException {
    session.cluster().requestRefresh();
    backoff.start(session.deadlineMillis());
    if (!backoff.pause()) {
      throw new IOException(
          "a sharded channel cannot be subscribed to: " + trouble.getMessage(), trouble);
    }
  }

  private Link link(Node node) throws IOException {
    Link link = links.get(node);
    if (link == null) {
      link = new Link(session.leases.takeQuietPooled(node));
      link.connection.pin();
      links.put(node, link);
    }
    return link;
  }

  // ---- what the nodes say

  private void listen() throws IOException {
    for (Map.Entry<Node, Link> entry : new ArrayList<>(links.entrySet())) {
      try {
        if (hasInput(entry.getValue().connection)) {
          take(entry.getKey(), entry.getValue());
        }
      } catch (IOException e) {
        lose(entry.getKey(), entry.getValue(), e);
      }
      if (!frames.isEmpty()) {
        return;
      }
    }
    if (links.isEmpty()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SLICE_MILLIS));
    }
  }

  /** Waits a little for something to arrive. A TLS socket does not tell without being read from. */
  private boolean hasInput(NodeConnection connection) throws IOException {
    if (connection.failure() != null) {
      throw connection.failure();
    }
    if (connection.input().available() > 0) {
      return true;
    }
    try {
      if (connection.input().fill(Math.max(1, SLICE_MILLIS / links.size())) <= 0) {
        throw new EOFException("the node closed the connection");
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  private void take(Node node, Link link) throws IOException {
    byte[] frame = link.connection.input().readReply((int)
        Math.min(Integer.MAX_VALUE, session.deadlineMillis()));
    if (frame[0] == '-') {
      refused(node, link, frame);
      return;
    }
    Object message = new ReplyParser(new ByteArrayInputStream(frame)).parse();
    List<?> parts = message instanceof List ? (List<?>) message : new ArrayList<>();
    if (parts.size() < 3 || !(parts.get(1) instanceof byte[])) {
      return; // nothing of a subscription
    }
    String channel = new String((byte[]) parts.get(1), StandardCharsets.ISO_8859_1);
    switch (ReplyParser.text(parts.get(0))) {
      case "ssubscribe":
        link.asked.remove(channel);
        backoff.stop();
        channels.confirmed(channel);
        return;
      case "sunsubscribe":
        if (channels.displaced(channel, node)) {
          session.cluster().requestRefresh();
        }
        return;
      case "smessage":
        channels.message(channel, frame);
        return;
      default:
    }
  }

  /** An error can only be the answer to the oldest subscription that has none yet. */
  private void refused(Node node, Link link, byte[] line) throws IOException {
    String channel = link.asked.poll();
    if (channel == null) {
      return;
    }
    Redirection redirection = Redirection.of(line, 0, line.length - 2);
    if (redirection.kind() == Redirection.Kind.NONE) {
      channels.refused(channel, line);
      return;
    }
    channels.displaced(channel, node);
    if (redirection.kind() == Redirection.Kind.MOVED) {
      NodeAddress target = redirection.target();
      session
          .cluster()
          .moved(
              redirection.slot(),
              target.host().isEmpty()
                  ? new NodeAddress(node.address().host(), target.port())
                  : target);
    }
    pause(new IOException(ReplyParser.text(line).trim()));
  }

  private void lose(Node node, Link link, IOException cause) throws IOException {
    if (session.isClosed()) {
      throw cause;
    }
    links.remove(node);
    leave(link, cause);
    int lost = channels.displacedAll(node);
    if (lost > 0) {
      session.cluster().connectionBroke();
      session.cluster().requestRefresh();
      Log.warn("a subscriber lost node " + node + " (" + cause.getMessage() + "); its " + lost
          + " sharded channels are subscribed to anew. Messages may have been missed");
    }
  }
}
