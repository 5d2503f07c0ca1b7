package io.clusteragent.audit;

import io.clusteragent.command.Command;
import io.clusteragent.protocol.Request;

/**
 * Recognizes commands that the nodes of a cluster refuse regardless of slots.
 *
 * <p>On a cluster, the session sends such a command and a node refuses it. The audit has no node to send the command to.
 *
 * <p>Source: selectCommand, copyCommand, moveCommand and swapdbCommand (db.c), sortCommandGeneric (sort.c) of Redis;
 * tried with Redis 7.0.15, 8.0.2 and Valkey 9.
 */
final class ServerLimits {

  private ServerLimits() {}

  /**
   * Checks a command that has arrived in full.
   *
   * @return {@code null} when nodes do not refuse it
   */
  static Compatibility of(Command command, Request request) {
    switch (command.name()) {
      case "SELECT":
        return request.count() == 2 && request.number(1) != 0 ? Compatibility.OTHER_DATABASE : null;
      case "MOVE":
      case "SWAPDB":
        return Compatibility.OTHER_DATABASE;
      case "COPY":
        return namesDatabase(request) ? Compatibility.OTHER_DATABASE : null;
      case "SORT":
      case "SORT_RO":
        return buildsKeyNames(request) ? Compatibility.KEYS_FROM_PATTERN : null;
      default:
        return null;
    }
  }

  /** COPY source destination [DB n] [REPLACE]. */
  private static boolean namesDatabase(Request request) {
    for (int i = 3; i + 1 < request.count(); i++) {
      if (request.is(i, "DB") && request.number(i + 1) != 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * SORT key [BY pattern] [LIMIT offset count] [GET pattern]... [STORE destination]. Up to version 7.2 Redis refuses
   * even GET # on a cluster.
   */
  private static boolean buildsKeyNames(Request request) {
    for (int i = 2; i + 1 < request.count(); i++) {
      if (request.is(i, "GET") || request.is(i, "BY") && hasStar(request, i + 1)) {
        return true;
      }
      if (request.is(i, "BY") || request.is(i, "STORE")) {
        i++;
      } else if (request.is(i, "LIMIT")) {
        i += 2;
      }
    }
    return false;
  }

  /** Whether a pattern has a star. BY without a star builds no key names: the server then does not sort. */
  private static boolean hasStar(Request request, int argument) {
    for (int i = request.offset(argument), end = i + request.length(argument); i < end; i++) {
      if (request.bytes()[i] == '*') {
        return true;
      }
    }
    return false;
  }
}
