package io.clusteragent.session.recovery;

import io.clusteragent.command.Command;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.Resp;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Shortens the timeout argument of a blocking command by the time already waited. */
final class BlockingTimeout {

  private BlockingTimeout() {}

  /**
   * Returns the command without the time that it has waited already, for the node that takes over its slot.
   *
   * @return {@code null} when the command waits without limit, or does not wait at all
   */
  static byte[] reduced(Command command, Request request, long waitedNanos) {
    switch (command.name()) {
      case "BLPOP":
      case "BRPOP":
      case "BLMOVE":
      case "BRPOPLPUSH":
      case "BZPOPMIN":
      case "BZPOPMAX":
        return inSeconds(request, request.count() - 1, waitedNanos);
      case "BLMOVEM":
        return inSeconds(request, 5, waitedNanos);
      case "BZMOVE":
        return inSeconds(request, 4, waitedNanos);
      case "BLMPOP":
      case "BZMPOP":
        return inSeconds(request, 1, waitedNanos);
      case "TS.READ":
        return request.count() > 4 && request.is(3, "BLOCK")
            ? inMillis(request, 4, waitedNanos)
            : null;
      case "XREAD":
      case "XREADGROUP":
        for (int i = 1; i + 1 < request.count() && !request.is(i, "STREAMS"); i++) {
          if (request.is(i, "BLOCK")) {
            return inMillis(request, i + 1, waitedNanos);
          }
          if (request.is(i, "GROUP")) {
            i += 2; // a group and a consumer may have any name
          }
        }
        return null;
      default:
        return null;
    }
  }

  private static byte[] inSeconds(Request request, int argument, long waitedNanos) {
    if (argument >= request.count()) {
      return null;
    }
    double seconds;
    try {
      seconds = Double.parseDouble(new String(request.copy(argument), StandardCharsets.ISO_8859_1));
    } catch (NumberFormatException e) {
      return null; // the server replies with the error
    }
    double left = Math.max(0.001, seconds - waitedNanos / 1e9); // 0 waits without limit
    return seconds > 0 ? with(request, argument, String.format(Locale.ROOT, "%.3f", left)) : null;
  }

  private static byte[] inMillis(Request request, int argument, long waitedNanos) {
    int millis = request.number(argument);
    long left = Math.max(1, millis - TimeUnit.NANOSECONDS.toMillis(waitedNanos));
    return millis > 0 ? with(request, argument, Long.toString(left)) : null;
  }

  private static byte[] with(Request request, int argument, String value) {
    byte[][] arguments = new byte[request.count()][];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = i == argument ? Resp.ascii(value) : request.copy(i);
    }
    return Resp.command(arguments);
  }
}
