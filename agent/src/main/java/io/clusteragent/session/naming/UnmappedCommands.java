package io.clusteragent.session.naming;

import io.clusteragent.command.Command;
import io.clusteragent.protocol.Request;

/** Knows the commands whose names of keys cannot be mapped. */
final class UnmappedCommands {
  private UnmappedCommands() {}

  /** Refuses a command that is not mapped, whatever the rules. */
  static void refuse(Command command, Request request) throws RefusedException {
    String name = command.name();
    if (name.startsWith("FT.") || name.equals("CLUSTERSCAN") || isUnmappedSeries(name)) {
      throw new RefusedException(
          "its reply has names of keys in places that the agent does not know");
    }
    switch (name) {
      case "SORT":
      case "SORT_RO":
        refusePatterns(request);
        return;
      case "CLIENT|REPLY":
      case "SYNC":
      case "PSYNC":
        throw new RefusedException("the agent cannot follow the replies behind it");
      case "CLIENT|TRACKING":
        for (int i = 3; i < request.count(); i++) {
          if (request.is(i, "PREFIX")) {
            throw new RefusedException("a PREFIX is not mapped; leave it out");
          }
        }
        return;
      default:
    }
  }

  private static boolean isUnmappedSeries(String name) {
    return name.startsWith("TS.M") && !name.equals("TS.MADD")
        || name.equals("TS.QUERYINDEX")
        || name.equals("TS.READ");
  }

  private static void refusePatterns(Request request) throws RefusedException {
    for (int i = 2; i + 1 < request.count(); i++) {
      boolean by = request.is(i, "BY") && contains(request, i + 1, '*');
      boolean get = request.is(i, "GET") && !request.is(i + 1, "#");
      if (by || get) {
        throw new RefusedException("its patterns BY and GET are not mapped");
      }
    }
  }

  private static boolean contains(Request request, int argument, char wanted) {
    for (int i = 0; i < request.length(argument); i++) {
      if (request.bytes()[request.offset(argument) + i] == wanted) {
        return true;
      }
    }
    return false;
  }
}
