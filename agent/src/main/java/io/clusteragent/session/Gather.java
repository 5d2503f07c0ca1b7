package io.clusteragent.session;

import io.clusteragent.protocol.ProtocolException;

/** One command of the application that became several: collects their replies until they can be merged. */
final class Gather {
  private static final int FEW = 8;

  private final Merge.Way way;
  private final boolean errorsCount;
  private final PartReplies replies;

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

  /** The reply of the part that is under way. */
  PartReplies replies() {
    return replies;
  }

  /** A part settled without a reply from a node. */
  void add(byte[] reply) {
    replies.add(reply, 0, reply.length);
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
