package io.clusteragent.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;

/** Reads commands as a session does, so that tests can compare them. */
final class Commands {

  private Commands() {}

  /** The arguments of a command, one after the other. */
  static String text(Request request) {
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < request.available(); i++) {
      arguments.add(new String(request.copy(i), ISO_8859_1));
    }
    return request.count() + arguments.toString();
  }

  /**
   * The arguments of a command that arrives cut at the given places, or {@code "incomplete"} when its end is missing.
   */
  static String fedInPieces(byte[] command, int... cuts) throws ProtocolException {
    Request request = new Request();
    RequestReader reader = new RequestReader();
    reader.begin();
    int at = 0;
    for (int cut : cuts) {
      at = reader.feed(command, at, Math.max(at, cut), request, false);
    }
    reader.feed(command, at, command.length, request, false);
    if (!reader.atEnd()) {
      return "incomplete";
    }
    request.bytes(command);
    return text(request);
  }
}
