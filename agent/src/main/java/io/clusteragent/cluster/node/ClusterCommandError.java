package io.clusteragent.cluster.node;

import io.clusteragent.protocol.ErrorReply;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Classifies the errors that servers reply to CLUSTER SLOTS and CLUSTER MYID. */
public enum ClusterCommandError {
  /** The server is not part of a cluster, by its own reply. */
  NO_CLUSTER,
  /** A temporary state of the server or of the connection: the same command may succeed later. */
  TEMPORARY,
  /** The user lacks the right to call the command. The error shows nothing about the server. */
  DENIED,
  /** The server has no such command: an old server, a proxy, a Sentinel, or a node that renames CLUSTER. */
  UNKNOWN_COMMAND,
  /** Any other error: from a proxy or another product. No list of these can be complete. A cluster node never sends one. */
  OTHER;

  private static final Set<String> TEMPORARY_CODES = new HashSet<>(Arrays.asList(
      "LOADING",
      "BUSY",
      "MASTERDOWN",
      "CLUSTERDOWN",
      "TRYAGAIN",
      "NOAUTH",
      "DENIED")); // protected mode: the server refuses every client

  public static ClusterCommandError of(ErrorReply error) {
    String message = error.message().toLowerCase(Locale.ROOT);
    if (message.contains("cluster support disabled")) {
      return NO_CLUSTER;
    }
    if (TEMPORARY_CODES.contains(error.code()) || isAtLimitOfClients(message)) {
      return TEMPORARY;
    }
    if ("NOPERM".equals(error.code())) {
      return DENIED;
    }
    return message.contains("unknown command") ? UNKNOWN_COMMAND : OTHER;
  }

  /** Whether the server accepts no client at all now: it says so once, and closes the connection. */
  public static boolean endsConnection(ErrorReply error) {
    return "DENIED".equals(error.code()) || isAtLimitOfClients(error.message());
  }

  /** Redis 7 and newer: "max number of clients + cluster connections reached". */
  private static boolean isAtLimitOfClients(String message) {
    return message.toLowerCase(Locale.ROOT).contains("max number of clients");
  }

  /** Whether the server requires a password before it runs the command. */
  public static boolean wantsPassword(ErrorReply error) {
    return "NOAUTH".equals(error.code());
  }
}
