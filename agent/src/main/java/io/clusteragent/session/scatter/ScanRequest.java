package io.clusteragent.session.scatter;

import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.scan.ScanCursor;
import java.util.Arrays;
import java.util.BitSet;

/** Reads the application's SCAN, and writes the same request for one node. Immutable. */
final class ScanRequest {
  private static final BitSet ALL_SLOTS = allSlots();
  private static final byte[] COUNT = Resp.ascii("COUNT");
  private static final long DEFAULT_COUNT = 10;
  private static final int FIRST_OPTION = 2;

  private final byte[][] arguments;
  private final long cursor;
  private final BitSet wanted;
  private final long count;

  ScanRequest(Request request) {
    arguments = new byte[request.count()][];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = request.copy(i);
    }
    cursor = ScanCursor.parse(arguments[1], 0, arguments[1].length);
    BitSet slots = ALL_SLOTS;
    long asked = DEFAULT_COUNT;
    for (int i = FIRST_OPTION; i + 1 < arguments.length; i += 2) {
      if (request.is(i, "MATCH")) {
        int slot = slotOfPattern(arguments[i + 1]);
        slots = slot < 0 ? ALL_SLOTS : BitSet.valueOf(new long[0]);
        if (slot >= 0) {
          slots.set(slot);
        }
      } else if (request.is(i, "COUNT")) {
        asked = ScanCursor.parse(arguments[i + 1], 0, arguments[i + 1].length);
      }
    }
    wanted = slots;
    count = asked;
  }

  private static BitSet allSlots() {
    BitSet slots = new BitSet(HashSlot.COUNT);
    slots.set(0, HashSlot.COUNT);
    return slots;
  }

  /** Returns the cursor, unsigned; {@link ScanCursor#INVALID} when it is not a number. */
  long cursor() {
    return cursor;
  }

  /** Returns the slots that can contain matching keys. Read-only. */
  BitSet wanted() {
    return wanted;
  }

  /** Returns how many keys the application wants the servers to look at; less than 1 when COUNT is not a valid number. */
  long count() {
    return count;
  }

  /**
   * Returns the request to one node.
   *
   * @param nodeCursor the node's own cursor
   * @param nodeCount how many keys the node is to look at; less than 1 keeps the application's COUNT
   */
  byte[] command(long nodeCursor, long nodeCount) {
    byte[][] changed = arguments.clone();
    changed[1] = Resp.ascii(Long.toUnsignedString(nodeCursor));
    if (nodeCount < 1 || nodeCount == count) {
      return Resp.command(changed);
    }
    byte[] number = Resp.ascii(Long.toString(nodeCount));
    boolean given = false;
    for (int i = FIRST_OPTION; i + 1 < changed.length; i += 2) {
      if (is(changed[i], COUNT)) {
        changed[i + 1] = number;
        given = true;
      }
    }
    if (!given) {
      changed = Arrays.copyOf(changed, changed.length + 2);
      changed[changed.length - 2] = COUNT;
      changed[changed.length - 1] = number;
    }
    return Resp.command(changed);
  }

  private static boolean is(byte[] word, byte[] upper) {
    boolean same = word.length == upper.length;
    for (int i = 0; same && i < upper.length; i++) {
      same = Request.upperCase(word[i]) == upper[i];
    }
    return same;
  }

  /** Returns the slot of all keys that match a pattern; -1 when they can be in several slots. */
  static int slotOfPattern(byte[] pattern) {
    boolean inTag = false;
    int tagStart = 0;
    for (int i = 0; i < pattern.length; i++) {
      byte b = pattern[i];
      if (b == '*' || b == '?' || b == '[' || b == '\\') {
        return -1;
      }
      if (!inTag && b == '{') {
        inTag = true;
        tagStart = i;
      } else if (inTag && b == '}') {
        return i > tagStart + 1 ? HashSlot.of(pattern, tagStart, i + 1 - tagStart) : -1;
      }
    }
    return -1;
  }
}
