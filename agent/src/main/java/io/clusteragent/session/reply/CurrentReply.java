package io.clusteragent.session.reply;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.connection.NodeInput;
import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.ReplyFramer;
import io.clusteragent.session.merge.PartialReplies;
import io.clusteragent.session.recovery.ReadAhead;
import io.clusteragent.session.state.Session;
import java.io.IOException;

/**
 * Reads the reply or push that has begun to arrive and has not ended.
 *
 * <p>Once it has begun, its command cannot be sent again: any later failure ends its connection, and the application sees that
 * failure.
 */
final class CurrentReply {
  private final Session session;
  private final ReplyFramer framer = new ReplyFramer();

  /** The connection on which it arrives; {@code null} between two replies. */
  private NodeConnection source;

  private boolean push;
  private boolean error;

  CurrentReply(Session session) {
    this.session = session;
  }

  boolean isOpen() {
    return source != null;
  }

  /** Whether the reply that began last is a push. */
  boolean isPush() {
    return push;
  }

  /** Whether the reply that began last is an error. */
  boolean isError() {
    return error;
  }

  /** Begins with the bytes in the connection's buffer. */
  void begin(NodeConnection from) throws ProtocolException {
    begin(from, from.input().buffer()[from.input().position()]);
  }

  /** Begins with bytes that arrived while no reply is outstanding: they count as a push, whatever their first byte. */
  void beginUnasked(NodeConnection from) throws ProtocolException {
    begin(from, (byte) '>');
  }

  private void begin(NodeConnection from, byte first) throws ProtocolException {
    push = first == '>';
    if (push && !session.resp3 && !session.queue.isEmpty()) {
      ProtocolException failure = ReadAhead.unwanted(from);
      from.fail(failure);
      throw failure;
    }
    source = from;
    error = first == '-';
    framer.begin();
  }

  /**
   * Waits for the only outstanding reply, and reads its first bytes directly into the application's array.
   *
   * @return the number of bytes; 0 for an error or a push: it stays in the connection's buffer, and has not begun
   */
  int beginDirectly(NodeConnection from, byte[] into, int at, int room) throws IOException {
    int n = await(from.input(), into, at, room);
    byte first = into[at];
    if (first == '-' || first == '>') {
      from.input().unread(into, at, n);
      return 0;
    }
    begin(from, first);
    return unreadBehindEnd(into, at, n);
  }

  /**
   * Gives the application more of the reply, and waits for bytes if there are none.
   *
   * @param last whether no other reply is outstanding behind it
   * @return the number of bytes that the application got
   */
  int deliver(byte[] into, int at, int room, boolean last) throws IOException {
    NodeInput input = source.input();
    if (input.buffered() == 0) {
      if (last || framer.bodyLeft() >= room) {
        return unreadBehindEnd(into, at, more(into, at, room));
      }
      fill();
    }
    int position = input.position();
    int limit = Math.min(input.limit(), position + room);
    int n = feed(input.buffer(), position, limit) - position;
    System.arraycopy(input.buffer(), position, into, at, n);
    input.consume(n);
    return n;
  }

  /**
   * Reads more of the reply off the connection, and waits for bytes if there are none.
   *
   * @param parts collects the bytes; {@code null} drops them
   */
  void collect(PartialReplies parts) throws IOException {
    NodeInput input = source.input();
    if (input.buffered() == 0) {
      fill();
    }
    int position = input.position();
    int n = feed(input.buffer(), position, input.limit()) - position;
    if (parts != null) {
      parts.append(input.buffer(), position, n);
    }
    input.consume(n);
  }

  /**
   * Ends the reply, if it was read completely.
   *
   * @return the connection on which it arrived; {@code null} when bytes are missing, or no reply has begun
   */
  NodeConnection end() {
    if (source == null || !framer.atEnd()) {
      return null;
    }
    NodeConnection from = source;
    source = null;
    return from;
  }

  /** Forgets the reply: other code reads it off the connection. */
  void abandon() {
    source = null;
  }

  /** Returns bytes behind the end of the reply to the connection, after a read directly into the application's array. */
  private int unreadBehindEnd(byte[] into, int at, int n) throws IOException {
    int end = feed(into, at, at + n);
    if (end < at + n) {
      source.input().unread(into, end, at + n - end);
    }
    return end - at;
  }

  private int more(byte[] into, int at, int room) throws IOException {
    try {
      return await(source.input(), into, at, room);
    } catch (IOException e) {
      session.readFailed(source, e);
      throw e;
    }
  }

  private int await(NodeInput input, byte[] into, int at, int room) throws IOException {
    int n = input.read(into, at, room, session.timeout());
    if (n <= 0) {
      throw input.ended();
    }
    return n;
  }

  private void fill() throws IOException {
    try {
      source.input().fillOrEnd(session.timeout());
    } catch (IOException e) {
      session.readFailed(source, e);
      throw e;
    }
  }

  private int feed(byte[] bytes, int from, int to) throws ProtocolException {
    try {
      return framer.feed(bytes, from, to);
    } catch (ProtocolException e) {
      source.fail(e);
      throw e;
    }
  }
}
