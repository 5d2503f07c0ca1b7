package io.clusteragent.cluster.view;

import io.clusteragent.cluster.node.ClusterCommandError;
import io.clusteragent.protocol.ErrorReply;
import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.protocol.Resp;
import java.util.List;

/**
 * Classifies a server by two commands that users without the right to CLUSTER may call.
 *
 * <p>HELLO gives the mode, and no ACL rule can deny it (Redis 6.0 and newer). READONLY, of the category connection, fails on a
 * server without cluster support (Redis 3.0 and newer). One alone is not enough: a proxy may pass HELLO on to a cluster that it
 * hides, and Kvrocks accepts READONLY everywhere.
 */
final class ServerMode {
  static final byte[] HELLO = Resp.command("HELLO", "2");
  static final byte[] READ_ONLY = Resp.command("READONLY");

  private ServerMode() {}

  /**
   * Classifies a server by both replies; {@code null} stands for a missing one.
   *
   * @return {@code UNKNOWN} when they show nothing, or contradict each other
   */
  static ServerNature of(Object hello, Object readOnly) {
    String mode = mode(hello);
    boolean accepted = readOnly instanceof byte[];
    ClusterCommandError refusal =
        readOnly instanceof ErrorReply ? ClusterCommandError.of((ErrorReply) readOnly) : null;
    if (refusal == ClusterCommandError.NO_CLUSTER) {
      return ServerNature.PLAIN;
    }
    switch (mode) {
      case "cluster":
        return accepted || refusal == ClusterCommandError.DENIED
            ? ServerNature.CLUSTER
            : ServerNature.UNKNOWN;
      case "":
        boolean otherError =
            refusal == ClusterCommandError.OTHER || refusal == ClusterCommandError.UNKNOWN_COMMAND;
        return accepted
            ? ServerNature.CLUSTER
            : otherError ? ServerNature.PLAIN : ServerNature.UNKNOWN;
      case "standalone":
        return accepted ? ServerNature.UNKNOWN : ServerNature.PLAIN;
      default: // sentinel
        return ServerNature.PLAIN;
    }
  }

  /** The value of {@code mode} in HELLO's reply; empty when there is none. */
  private static String mode(Object hello) {
    if (hello instanceof List) {
      List<?> pairs = (List<?>) hello;
      for (int i = 0; i + 1 < pairs.size(); i += 2) {
        if ("mode".equals(ReplyParser.text(pairs.get(i)))) {
          return ReplyParser.text(pairs.get(i + 1));
        }
      }
    }
    return "";
  }
}
