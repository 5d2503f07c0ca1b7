package io.clusteragent.cluster.node;

import io.clusteragent.protocol.ErrorReply;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Classifies the errors with which servers answer CLUSTER SLOTS and CLUSTER MYID. */
public enum ClusterCommandError {
  /** The server itself says that it is not a cluster node. */
  NO_CLUSTER,
  /** A passing state of the server or of the connection: the same question may be answered later. */
  PASSING,
  /** The user lacks the right to ask. This says nothing of the server. */
  DENIED,
  /** The server has no such command: an old server, a proxy, a Sentinel, or a node that renames CLUSTER. */
  UNKNOWN_COMMAND,
  /** Words of its own: a proxy or another product, of which no list can be complete. A cluster node never uses them. */
  OTHER;

  private static final Set<String> PASSING_CODES = new HashSet<>(Arrays.asList(
      "LOADING",
      "BUSY",
      "MASTERDOWN",
      "CLUSTERDOWN",
      "TRYAGAIN",
      "NOAUTH",
      "DENIED")); // protected mode, which lets nobody in

  public static ClusterCommandError of(ErrorReply error) {
    String message = error.message().toLowerCase(Locale.ROOT);
    if (message.contains("cluster support disabled")) {
      return NO_CLUSTER;
    }
    // Redis 7 and newer: max number of clients + cluster connections reached.
    if (PASSING_CODES.contains(error.code()) || message.contains("max number of clients")) {
      return PASSING;
    }
    if ("NOPERM".equals(error.code())) {
      return DENIED;
    }
    return message.contains("unknown command") ? UNKNOWN_COMMAND : OTHER;
  }

  /** Whether the server wants a password before it answers. */
  public static boolean wantsPassword(ErrorReply error) {
    return "NOAUTH".equals(error.code());
  }
}
