package io.clusteragent.session;

import io.clusteragent.cluster.HashSlot;
import io.clusteragent.cluster.Node;
import io.clusteragent.command.Command;
import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.Resp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * SCAN over the whole cluster: one master after the other, in the order of their indexes.
 *
 * <p>All state is in the cursor, so that a scan can go on over another connection. When the set of masters changed since
 * a cursor was given out, the scan starts anew: keys may come twice then, as SCAN always allows, but none is left out.
 */
final class Scan {
  private final Session session;
  private final Outbox outbox;
  private final Scatter scatter;

  Scan(Session session, Outbox outbox, Scatter scatter) {
    this.session = session;
    this.outbox = outbox;
    this.scatter = scatter;
  }

  void send(Command command, Request request) {
    List<Node> masters = masters(request);
    int fingerprint = fingerprint(masters);
    long given = ScanCursor.parse(request.bytes(), request.offset(1), request.length(1));
    int place = given == 0 ? 0 : placeOf(masters, ScanCursor.node(given));
    if (given != 0 && !mayHaveBeenGivenOut(given)) {
      outbox.refuse("ERR invalid cursor");
      return;
    }
    long cursor = ScanCursor.position(given);
    if (place < 0 || given != 0 && ScanCursor.fingerprint(given) != fingerprint) {
      place = 0;
      cursor = 0;
    }
    Node node = masters.get(place);
    Node next = place + 1 < masters.size() ? masters.get(place + 1) : null;
    byte[] bytes = withCursor(request, cursor);
    Gather gather = Gather.allOrError(replies -> rewritten(replies, fingerprint, node, next));
    scatter.sendPart(gather, session.leases.tryTake(node), command, -1, bytes, 0, bytes.length);
    outbox.gather(gather);
  }

  private boolean mayHaveBeenGivenOut(long cursor) {
    int node = ScanCursor.node(cursor);
    return cursor != ScanCursor.INVALID
        && ScanCursor.fingerprint(cursor) != ScanCursor.NO_FINGERPRINT
        && node >= 0
        && node < session.cluster().nodeCount();
  }

  /** The masters to be asked, in order. A pattern with a hash tag can match keys of one slot only. */
  private List<Node> masters(Request request) {
    List<Node> masters = new ArrayList<>(session.map().masters());
    masters.sort(Comparator.comparingInt(Node::index));
    for (int i = 2; i + 1 < request.count(); i += 2) {
      if (request.is(i, "MATCH")) {
        int slot = slotOfPattern(request.bytes(), request.offset(i + 1), request.length(i + 1));
        if (slot >= 0) {
          masters.clear();
          masters.add(session.map().owner(slot));
        }
      }
    }
    return masters;
  }

  /** The slot of all keys that match a pattern, or -1 when they can lie in several. */
  static int slotOfPattern(byte[] bytes, int from, int length) {
    boolean inTag = false;
    int tagStart = 0;
    for (int i = from; i < from + length; i++) {
      byte b = bytes[i];
      if (b == '*' || b == '?' || b == '[' || b == '\\') {
        return -1;
      }
      if (!inTag && b == '{') {
        inTag = true;
        tagStart = i;
      } else if (inTag && b == '}') {
        return i > tagStart + 1 ? HashSlot.of(bytes, tagStart, i + 1 - tagStart) : -1;
      }
    }
    return -1;
  }

  private static int placeOf(List<Node> masters, int index) {
    for (int place = 0; place < masters.size(); place++) {
      if (masters.get(place).index() == index) {
        return place;
      }
    }
    return -1;
  }

  private static int fingerprint(List<Node> masters) {
    int hash = 1;
    for (Node master : masters) {
      hash = 31 * hash + master.index() + 1;
    }
    int fingerprint = (hash ^ hash >>> 8 ^ hash >>> 16) & ScanCursor.MAX_FINGERPRINT;
    return fingerprint == ScanCursor.NO_FINGERPRINT ? 1 : fingerprint;
  }

  private static byte[] withCursor(Request request, long cursor) {
    byte[][] arguments = new byte[request.count()][];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = i == 1 ? Resp.ascii(Long.toString(cursor)) : request.copy(i);
    }
    return Resp.command(arguments);
  }

  static byte[] rewritten(PartReplies replies, int fingerprint, Node node, Node next)
      throws ProtocolException {
    int[] offsets = replies.elements(0);
    if (offsets.length != 3) {
      throw new ProtocolException("a node's reply to SCAN is not a cursor and an array");
    }
    int digits = offsets[0];
    while (replies.bytes()[digits++] != '\n') {
      // the head of the bulk string; of a null or a number it is all there is
    }
    int length = Math.max(0, offsets[1] - 2 - digits);
    long cursor = ScanCursor.parse(replies.bytes(), digits, length);
    if (cursor == ScanCursor.INVALID) {
      throw new ProtocolException("a node's reply to SCAN has no cursor");
    }
    String given;
    if (cursor == 0) {
      given = next == null ? "0" : ScanCursor.format(0, fingerprint, next.index());
    } else {
      given = ScanCursor.format(cursor, fingerprint, node.index());
    }
    if (given == null) {
      return Resp.error("ERR the cursor of node " + node + " is too large for a cluster's");
    }
    ByteSink out = new ByteSink();
    out.append(Resp.ascii("*2\r\n$" + given.length() + "\r\n" + given + "\r\n"));
    out.append(replies.bytes(), offsets[1], offsets[2] - offsets[1]);
    return out.toArray();
  }
}
