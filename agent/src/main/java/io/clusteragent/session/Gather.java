package io.clusteragent.session;

import io.clusteragent.cluster.Node;
import io.clusteragent.protocol.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/** One command of the application that became several: collects their replies until they can be merged. */
final class Gather {
  private static final int FEW = 8;

  private final Merge.Way way;
  private final boolean errorsCount;
  private final PartReplies replies;

  /** For each part the node that answered it, {@code null} when none did; itself {@code null} when nobody wants to know. */
  private List<Node> nodes;

  /** Merges in the given way; the first error of a part is the error of the whole. */
  static Gather allOrError(Merge.Way way) {
    return allOrError(way, FEW);
  }

  /** The same for about so many parts. */
  static Gather allOrError(Merge.Way way, int parts) {
    return new Gather(way, true, parts);
  }

  /** Merges in the given way, which deals with errors itself. */
  static Gather evenErrors(Merge.Way way) {
    return new Gather(way, false, FEW);
  }

  private Gather(Merge.Way way, boolean errorsCount, int parts) {
    this.way = way;
    this.errorsCount = errorsCount;
    this.replies = new PartReplies(parts);
  }

  /** Keeps the replies, and where they come from; they are not merged. */
  static Gather unmerged() {
    Gather gather = new Gather(null, false, FEW);
    gather.nodes = new ArrayList<>();
    return gather;
  }

  /** The reply of the part that is under way. */
  PartReplies replies() {
    return replies;
  }

  /** A part settled without a reply from a node. */
  void add(byte[] reply) {
    replies.add(reply, 0, reply.length);
    if (nodes != null) {
      nodes.add(null);
    }
  }

  /** The reply of the part that is under way is complete. */
  void end(Node from) {
    replies.end();
    if (nodes != null) {
      nodes.add(from);
    }
  }

  /** The node that answered a part; {@code null} when it is not known. */
  Node node(int part) {
    return nodes.get(part);
  }

  /** How many parts were answered with an error. */
  int errors() {
    return replies.errors();
  }

  /** The reply for the application, once all parts have theirs. */
  byte[] merged() throws ProtocolException {
    int error = errorsCount ? replies.firstError() : -1;
    return error >= 0 ? replies.copy(error) : way.merge(replies);
  }
}
