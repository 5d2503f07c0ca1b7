package io.clusteragent.session.pubsub;

import io.clusteragent.cluster.connection.NodeInput;
import io.clusteragent.protocol.ReplyFramer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads what arrives for a subscriber, and tracks where each frame ends.
 *
 * <p>When the agent repeats subscriptions on another node, this class drops their confirmations: the application already has
 * them.
 *
 * <p>Owned by the thread that reads the stream.
 */
final class PubSubFrameReader {

  /** Long enough to recognize a confirmation: {@code *3 subscribe} or {@code *3 psubscribe}. */
  private static final int MAX_HEAD_BYTES = 24;

  private static final int COUNT_ZERO = ':' << 24 | '0' << 16 | '\r' << 8 | '\n';

  private final ReplyFramer framer = new ReplyFramer();
  private boolean insideFrame;
  private boolean frameDelivered;

  /** The last four bytes that the application got. */
  private int tail;

  private int confirmationsToDrop;

  /** Whether the application has got only a part of a frame. */
  boolean isInsideFrame() {
    return insideFrame;
  }

  /** Whether the application has got a complete frame. */
  boolean hasDeliveredFrame() {
    return frameDelivered;
  }

  /** Whether the last bytes are the end of a confirmation that no subscription is left. */
  boolean isLastCountZero() {
    return tail == COUNT_ZERO;
  }

  /** Drops the confirmations of repeated subscriptions, unless the application still waits for its first frame. */
  void dropConfirmations(int count) {
    confirmationsToDrop = frameDelivered ? count : 0;
  }

  /**
   * Waits for bytes, and passes them on unless they are a confirmation to drop.
   *
   * @param millis how long to wait; 0 waits for ever
   * @return the number of bytes put into the array, which may be 0
   * @throws IOException when the connection is lost, or the timeout is over
   */
  int read(NodeInput from, byte[] into, int at, int room, int millis) throws IOException {
    int limit = room;
    if (confirmationsToDrop > 0 && !insideFrame) {
      int end = frameEnd(from);
      if (end < 0 && !from.isFull()) {
        from.fillOrEnd(millis);
        return 0;
      }
      if (end > 0 && isConfirmation(from)) {
        from.consume(end - from.position());
        confirmationsToDrop--;
        return 0;
      }
      limit = end > 0 ? Math.min(room, end - from.position()) : room;
    }
    int n = from.take(into, at, limit, millis);
    if (n <= 0) {
      throw from.ended();
    }
    trackFrames(into, at, at + n);
    return n;
  }

  private void trackFrames(byte[] bytes, int from, int to) throws IOException {
    for (int at = Math.max(from, to - 4); at < to; at++) {
      tail = tail << 8 | bytes[at] & 0xFF;
    }
    for (int at = from; at < to; insideFrame = !framer.atEnd()) {
      if (!insideFrame) {
        framer.begin();
      }
      at = framer.feed(bytes, at, to);
      frameDelivered |= framer.atEnd();
    }
  }

  private static int frameEnd(NodeInput input) throws IOException {
    ReplyFramer whole = new ReplyFramer();
    whole.begin();
    int end = whole.feed(input.buffer(), input.position(), input.limit());
    return whole.atEnd() ? end : -1;
  }

  private static boolean isConfirmation(NodeInput input) {
    byte[] bytes = input.buffer();
    int from = input.position();
    int end = Math.min(input.limit(), from + MAX_HEAD_BYTES);
    String head = new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
    return head.contains("\r\nsubscribe\r\n") || head.contains("\r\npsubscribe\r\n");
  }
}
