package io.clusteragent.session.scatter;

import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.bytes.ByteArrayBuilder;
import io.clusteragent.session.merge.PartialReplies;
import io.clusteragent.session.scan.ScanCursor;
import java.util.BitSet;

/** The keys that one SCAN of the application gets, from one node or several. */
public final class ScanPage {
  private final ByteArrayBuilder keys = new ByteArrayBuilder();
  private int count;
  private long met;

  /**
   * Adds a node's reply to SCAN.
   *
   * @param slots keys of others are left out; {@code null} when none are
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
    met += last;
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
    int digits = behindLine(bytes, from);
    long cursor = ScanCursor.parse(bytes, digits, Math.max(0, to - 2 - digits));
    if (cursor == ScanCursor.INVALID) {
      throw new ProtocolException("a node's reply to SCAN has no cursor");
    }
    return cursor;
  }

  private static int slot(byte[] bytes, int from, int to) {
    int start = behindLine(bytes, from);
    return HashSlot.of(bytes, start, Math.max(0, to - 2 - start));
  }

  /** Behind the head of a bulk string; of a null or a number that is all there is. */
  private static int behindLine(byte[] bytes, int from) {
    int at = from;
    while (bytes[at++] != '\n') {
      // the head
    }
    return at;
  }

  /** How many keys the nodes gave, with those left out: the least that they have looked at. */
  long met() {
    return met;
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
