package bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import redis.clients.jedis.Response;

/** Compares replies with the expected replies. */
final class Replies {
  private static final int SHOWN_BYTES = 40;

  private Replies() {}

  static Object[] of(Response<?>[] responses) {
    Object[] replies = new Object[responses.length];
    for (int i = 0; i < replies.length; i++) {
      replies[i] = responses[i].get();
    }
    return replies;
  }

  static void checkOk(Object reply) {
    if (!"OK".equals(reply)) {
      throw wrong("OK", reply);
    }
  }

  /** For transactions, whose replies are bytes in some Jedis lines and strings in others. */
  static void checkStatus(Object reply) {
    checkOk(
        reply instanceof byte[] ? new String((byte[]) reply, StandardCharsets.US_ASCII) : reply);
  }

  static void check(byte[] expected, Object reply) {
    if (!(reply instanceof byte[]) || !Arrays.equals(expected, (byte[]) reply)) {
      throw wrong(expected, reply);
    }
  }

  static void check(List<byte[]> expected, List<byte[]> reply) {
    if (reply == null || reply.size() != expected.size()) {
      throw wrong(expected.size() + " elements", reply == null ? null : reply.size() + " elements");
    }
    for (int i = 0; i < expected.size(); i++) {
      check(expected.get(i), reply.get(i));
    }
  }

  static IllegalStateException wrong(Object expected, Object reply) {
    return new IllegalStateException(
        "wrong reply: " + show(reply) + " instead of " + show(expected));
  }

  private static String show(Object reply) {
    if (!(reply instanceof byte[])) {
      return String.valueOf(reply);
    }
    byte[] bytes = (byte[]) reply;
    int shown = Math.min(bytes.length, SHOWN_BYTES);
    return bytes.length + " bytes \"" + new String(bytes, 0, shown, StandardCharsets.ISO_8859_1)
        + "\"";
  }
}
