package io.clusteragent.audit;

import io.clusteragent.command.Command;
import io.clusteragent.protocol.Request;
import java.nio.charset.StandardCharsets;

/** Recognizes scripts and functions that may use keys without declaring them. */
final class ScriptKeys {

  private ScriptKeys() {}

  /**
   * Whether a request runs a script or function that declares no keys but may use some. A script sent with EVAL can use keys
   * only if its text calls commands. The text of a script or function that is called by digest or name is not known, so it may
   * use keys.
   */
  static boolean areUndeclared(Command command, Request request) {
    switch (command.name()) {
      case "EVAL":
      case "EVAL_RO":
        return declaresNone(request) && callsCommands(request);
      case "EVALSHA":
      case "EVALSHA_RO":
      case "FCALL":
      case "FCALL_RO":
        return declaresNone(request);
      default:
        return false;
    }
  }

  private static boolean declaresNone(Request request) {
    return request.count() > 2 && request.number(2) == 0;
  }

  private static boolean callsCommands(Request request) {
    String text = new String(
        request.bytes(), request.offset(1), request.length(1), StandardCharsets.ISO_8859_1);
    return text.contains(".call") || text.contains(".pcall");
  }
}
