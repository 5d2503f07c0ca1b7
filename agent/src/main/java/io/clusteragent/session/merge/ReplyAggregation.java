package io.clusteragent.session.merge;

import io.clusteragent.cluster.node.Node;
import io.clusteragent.protocol.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/** Collects the replies to the parts of one command until they can be merged. */
public final class ReplyAggregation {
  private static final int FEW = 8;

  private final ReplyMerger.Rule rule;
  private final boolean errorIsReply;
  private final PartialReplies replies;

  /** The node that answered each part, {@code null} where none did. The list is {@code null} when the nodes are not needed. */
  private List<Node> nodes;

  /** Merges by the given rule; when a part has an error, the first error is the whole reply. */
  public static ReplyAggregation allOrError(ReplyMerger.Rule rule) {
    return allOrError(rule, FEW);
  }

  /**
   * As {@link #allOrError(ReplyMerger.Way)}.
   *
   * @param parts the expected number of parts
   */
  public static ReplyAggregation allOrError(ReplyMerger.Rule rule, int parts) {
    return new ReplyAggregation(rule, true, parts);
  }

  /** Merges by the given rule, which handles errors itself. */
  public static ReplyAggregation includingErrors(ReplyMerger.Rule rule) {
    return new ReplyAggregation(rule, false, FEW);
  }

  private ReplyAggregation(ReplyMerger.Rule rule, boolean errorIsReply, int parts) {
    this.rule = rule;
    this.errorIsReply = errorIsReply;
    this.replies = new PartialReplies(parts);
  }

  /** Keeps the replies and the nodes that sent them, and merges nothing. */
  public static ReplyAggregation unmerged() {
    ReplyAggregation aggregation = new ReplyAggregation(null, false, FEW);
    aggregation.nodes = new ArrayList<>();
    return aggregation;
  }

  /** Returns all replies; a piece of the current part's reply is added here. */
  public PartialReplies replies() {
    return replies;
  }

  /** Adds the reply to a part that no node answered. */
  public void add(byte[] reply) {
    replies.add(reply, 0, reply.length);
    if (nodes != null) {
      nodes.add(null);
    }
  }

  /** Marks the reply to the current part as complete. */
  public void end(Node from) {
    replies.end();
    if (nodes != null) {
      nodes.add(from);
    }
  }

  /** Returns the node that answered a part; {@code null} when no node did. */
  public Node node(int part) {
    return nodes.get(part);
  }

  /** Returns how many parts have an error as their reply. */
  public int errors() {
    return replies.errors();
  }

  /** Returns the merged reply for the application, once all parts have their replies. */
  public byte[] merged() throws ProtocolException {
    int error = errorIsReply ? replies.firstError() : -1;
    return error >= 0 ? replies.copy(error) : rule.merge(replies);
  }
}
