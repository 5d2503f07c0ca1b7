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
 * The reply, or the push, that has begun to arrive and has not ended.
 *
 * <p>Once it has begun nothing can be repeated: whatever fails from then on, fails its connection and is the application's to
 * see.
 */
final class CurrentReply {
  private final Session session;
  private final ReplyFramer framer = new ReplyFramer();

  /** Where it comes from; {@code null} between two replies. */
  private NodeConnection source;

  private boolean push;
  private boolean error;

  CurrentReply(Session session) {
    this.session = session;
  }

  boolean isOpen() {
    return source != null;
  }

  /** Whether the one begun last is a push. */
  boolean isPush() {
    return push;
  }

  /** Whether the one begun last is an error line. */
  boolean isError() {
    return error;
  }

  /** Begins with what lies in the connection's buffer. */
  void begin(NodeConnection from) throws ProtocolException {
    begin(from, from.input().buffer()[from.input().position()]);
  }

  /** Begins with what lies there although nothing is outstanding: whatever it says it is, it is taken for a push. */
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
   * Waits for a reply to begin, where what arrives can be nothing else, and gives the application what came of it.
   *
   * @return how much that was; 0 when it is an error or a push: then it stays in the connection's buffer, and has not begun
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
   * Gives the application more of it, and waits for that if need be.
   *
   * @param last whether no other reply is due behind it
   * @return how much the application got
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
   * Takes more of it off the connection, and waits for that if need be.
   *
   * @param parts what collects it; {@code null} when nobody wants it
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
   * Closes it, if it is there to its end.
   *
   * @return the connection that it came from; {@code null} while more of it is to come, or none has begun
   */
  NodeConnection end() {
    if (source == null || !framer.atEnd()) {
      return null;
    }
    NodeConnection from = source;
    source = null;
    return from;
  }

  /** Somebody else took it off the connection. */
  void abandon() {
    source = null;
  }

  /** Of bytes that were read straight into the application's array, puts back those behind the end. */
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
