package io.clusteragent.session.pubsub;

import io.clusteragent.cluster.connection.NodeInput;
import io.clusteragent.protocol.ReplyFramer;
import io.clusteragent.protocol.ReplyParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads what arrives for a subscriber, and tracks where each frame ends.
 *
 * <p>While the node owes answers to commands, this class looks at each frame, and reports the answers among them. When the agent
 * repeats subscriptions on another node, it drops their confirmations: the application already has them.
 *
 * <p>Owned by the thread that reads the stream.
 */
final class PubSubFrameReader {

  /** Longer than the name of any kind of frame. */
  private static final int MAX_KIND_BYTES = 16;

  private static final int COUNT_ZERO = ':' << 24 | '0' << 16 | '\r' << 8 | '\n';

  private final SubscriberConnection subscriber;
  private final ReplyFramer framer = new ReplyFramer();
  private boolean insideFrame;
  private boolean frameDelivered;

  /** Whether anything has arrived from the present node. */
  private boolean nodeAnswered;

  /** The last four bytes that the application got. */
  private int tail;

  private int confirmationsToDrop;

  PubSubFrameReader(SubscriberConnection subscriber) {
    this.subscriber = subscriber;
  }

  /** Whether the application has got only a part of a frame. */
  boolean isInsideFrame() {
    return insideFrame;
  }

  /** Whether the application has got a complete frame. */
  boolean hasDeliveredFrame() {
    return frameDelivered;
  }

  /** Whether the present node has confirmed the application's subscriptions, or has sent something else. */
  boolean hasNodeAnswered() {
    return nodeAnswered && confirmationsToDrop == 0;
  }

  /** Whether the last bytes are the end of a confirmation that no subscription is left. */
  boolean isLastCountZero() {
    return tail == COUNT_ZERO;
  }

  /** The next bytes come from another node, with this number of confirmations that the application already has. */
  void nodeChanged(int confirmations) {
    confirmationsToDrop = confirmations;
    nodeAnswered = false;
  }

  /**
   * Waits for bytes, and passes them on unless they are a confirmation to drop.
   *
   * @param millis how long to wait; 0 waits for ever
   * @return the number of bytes put into the array, which may be 0
   * @throws IOException when the connection is lost, or the timeout is over
   */
  int read(NodeInput from, byte[] into, int at, int room, int millis) throws IOException {
    if (subscriber.isTracked() && from.buffered() == 0) {
      from.fillOrEnd(millis); // the commands that these bytes answer have been recorded before
    }
    int n;
    if (confirmationsToDrop > 0 || !subscriber.isAnswered()) {
      n = readFrame(from, into, at, room, millis);
    } else {
      n = from.take(into, at, room, millis);
      if (n <= 0) {
        throw from.ended();
      }
      nodeAnswered = true;
      trackFrames(into, at, at + n);
    }
    return n;
  }

  /** Passes on one frame or a part of it, and looks at it first; of a frame larger than the buffer only at its beginning. */
  private int readFrame(NodeInput from, byte[] into, int at, int room, int millis)
      throws IOException {
    if (!insideFrame) {
      int end = frameEnd(from);
      if (end < 0 && !from.isFull()) {
        from.fillOrEnd(millis);
        return 0;
      }
      boolean dropped = end > 0 && isDropped(from, end);
      nodeAnswered = true;
      if (dropped) {
        from.consume(end - from.position());
        return 0;
      }
      framer.begin();
    }
    int start = from.position();
    int end = framer.feed(from.buffer(), start, Math.min(from.limit(), start + room));
    int n = from.take(into, at, end - start, millis);
    trackTail(into, at, at + n);
    insideFrame = !framer.atEnd();
    frameDelivered |= framer.atEnd();
    return n;
  }

  /** Looks at a whole frame; returns whether the application must not get it. */
  private boolean isDropped(NodeInput input, int end) throws IOException {
    byte[] bytes = input.buffer();
    int from = input.position();
    byte type = bytes[from];
    if (type != '*' && type != '>') {
      if (type == '-' && confirmationsToDrop > 0) {
        throw new IOException(new String(bytes, from + 1, end - from - 3, StandardCharsets.UTF_8));
      }
      subscriber.answered(null);
      return false;
    }
    String kind = kind(bytes, from, end);
    if (confirmationsToDrop > 0 && (kind.equals("subscribe") || kind.equals("psubscribe"))) {
      confirmationsToDrop--;
      return true;
    }
    if (kind.endsWith("subscribe") || kind.equals("pong")) {
      InputStream frame = new ByteArrayInputStream(bytes, from, end - from);
      subscriber.answered((List<?>) new ReplyParser(frame).parse());
    }
    return false;
  }

  /** The first element of an array or push, if that is a short string; else an empty text. */
  private static String kind(byte[] bytes, int from, int end) {
    int at = from;
    for (int lines = 0; lines < 2 && at < end; at++) {
      lines += bytes[at] == '\n' ? 1 : 0;
    }
    int start = at;
    while (at < end && bytes[at] != '\r' && at - start < MAX_KIND_BYTES) {
      at++;
    }
    return new String(bytes, start, at - start, StandardCharsets.ISO_8859_1);
  }

  private static int frameEnd(NodeInput input) throws IOException {
    ReplyFramer whole = new ReplyFramer();
    whole.begin();
    int end = whole.feed(input.buffer(), input.position(), input.limit());
    return whole.atEnd() ? end : -1;
  }

  private void trackFrames(byte[] bytes, int from, int to) throws IOException {
    trackTail(bytes, from, to);
    for (int at = from; at < to; insideFrame = !framer.atEnd()) {
      if (!insideFrame) {
        framer.begin();
      }
      at = framer.feed(bytes, at, to);
      frameDelivered |= framer.atEnd();
    }
  }

  private void trackTail(byte[] bytes, int from, int to) {
    for (int at = Math.max(from, to - 4); at < to; at++) {
      tail = tail << 8 | bytes[at] & 0xFF;
    }
  }
}
