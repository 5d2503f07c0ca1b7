package io.clusteragent.session.scatter;

import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.bytes.ByteArrayBuilder;
import io.clusteragent.session.merge.PartialReplies;
import io.clusteragent.session.scan.ScanCursor;
import java.util.BitSet;

/** Collects the keys that one SCAN of the application returns, from one node or several. */
public final class ScanPage {
  private final ByteArrayBuilder keys = new ByteArrayBuilder();
  private int count;
  private long keysSeen;

  /**
   * Adds a node's reply to SCAN.
   *
   * @param slots keys of other slots are left out; {@code null} leaves out none
   * @return the node's cursor
   */
  public long add(PartialReplies replies, int reply, BitSet slots) throws ProtocolException {
    int[] offsets = replies.elements(reply);
    if (offsets.length != 3) {
      throw new ProtocolException("a node's reply to SCAN is not a cursor and an array");
    }
    long cursor = cursor(replies.bytes(), offsets[0], offsets[1]);
    int[] elements = replies.elementsAt(offsets[1], offsets[2]);
    int last = elements.length - 1;
    keysSeen += last;
    if (slots == null) {
      count += last;
      keys.append(replies.bytes(), elements[0], elements[last] - elements[0]);
      return cursor;
    }
    for (int i = 0; i < last; i++) {
      if (slots.get(slot(replies.bytes(), elements[i], elements[i + 1]))) {
        count++;
        keys.append(replies.bytes(), elements[i], elements[i + 1] - elements[i]);
      }
    }
    return cursor;
  }

  private static long cursor(byte[] bytes, int from, int to) throws ProtocolException {
    int digits = afterLine(bytes, from);
    long cursor = ScanCursor.parse(bytes, digits, Math.max(0, to - 2 - digits));
    if (cursor == ScanCursor.INVALID) {
      throw new ProtocolException("a node's reply to SCAN has no cursor");
    }
    return cursor;
  }

  private static int slot(byte[] bytes, int from, int to) {
    int start = afterLine(bytes, from);
    return HashSlot.of(bytes, start, Math.max(0, to - 2 - start));
  }

  /** Returns the offset behind the head of a bulk string; a null or a number consists of its head only. */
  private static int afterLine(byte[] bytes, int from) {
    int at = from;
    while (bytes[at++] != '\n') {
      // until the line's end
    }
    return at;
  }

  /** Returns how many keys the nodes returned, including those that were left out. The nodes have looked at no fewer. */
  long keysSeen() {
    return keysSeen;
  }

  public byte[] reply(long cursor) {
    String digits = Long.toUnsignedString(cursor);
    byte[] head =
        Resp.ascii("*2\r\n$" + digits.length() + "\r\n" + digits + "\r\n*" + count + "\r\n");
    ByteArrayBuilder reply = new ByteArrayBuilder(head.length + keys.size());
    reply.append(head);
    reply.append(keys.bytes(), 0, keys.size());
    return reply.toArray();
  }
}
