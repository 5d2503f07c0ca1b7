package io.clusteragent.session.merge;

import io.clusteragent.cluster.node.Node;
import io.clusteragent.protocol.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/** One command of the application that became several: collects their replies until they can be merged. */
public final class ReplyAggregation {
  private static final int FEW = 8;

  private final ReplyMerger.Way merger;
  private final boolean errorsCount;
  private final PartialReplies replies;

  /** For each part the node that answered it, {@code null} when none did; itself {@code null} when nobody wants to know. */
  private List<Node> nodes;

  /** Merges in the given way; the first error of a part is the error of the whole. */
  public static ReplyAggregation allOrError(ReplyMerger.Way way) {
    return allOrError(way, FEW);
  }

  /** The same for about so many parts. */
  public static ReplyAggregation allOrError(ReplyMerger.Way way, int parts) {
    return new ReplyAggregation(way, true, parts);
  }

  /** Merges in the given way, which deals with errors itself. */
  public static ReplyAggregation evenErrors(ReplyMerger.Way way) {
    return new ReplyAggregation(way, false, FEW);
  }

  private ReplyAggregation(ReplyMerger.Way way, boolean errorsCount, int parts) {
    this.merger = way;
    this.errorsCount = errorsCount;
    this.replies = new PartialReplies(parts);
  }

  /** Keeps the replies, and where they come from; they are not merged. */
  public static ReplyAggregation unmerged() {
    ReplyAggregation gather = new ReplyAggregation(null, false, FEW);
    gather.nodes = new ArrayList<>();
    return gather;
  }

  /** The reply of the part that is under way. */
  public PartialReplies replies() {
    return replies;
  }

  /** A part settled without a reply from a node. */
  public void add(byte[] reply) {
    replies.add(reply, 0, reply.length);
    if (nodes != null) {
      nodes.add(null);
    }
  }

  /** The reply of the part that is under way is complete. */
  public void end(Node from) {
    replies.end();
    if (nodes != null) {
      nodes.add(from);
    }
  }

  /** The node that answered a part; {@code null} when it is not known. */
  public Node node(int part) {
    return nodes.get(part);
  }

  /** How many parts were answered with an error. */
  public int errors() {
    return replies.errors();
  }

  /** The reply for the application, once all parts have theirs. */
  public byte[] merged() throws ProtocolException {
    int error = errorsCount ? replies.firstError() : -1;
    return error >= 0 ? replies.copy(error) : merger.merge(replies);
  }
}
