package io.clusteragent.session;

import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.Resp;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The script bodies that this JVM has sent to a cluster. A single server knows a script from its first EVAL on; on a
 * cluster the node of another key, or the replica that took over, may not: then the script is loaded there.
 *
 * <p>Bounded: beyond 16 MB no further script is remembered, and the application sees NOSCRIPT as before.
 */
final class Scripts {
  private static final long LIMIT = 16L * 1024 * 1024;

  private final ConcurrentMap<Integer, byte[]> bodies = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, byte[]> bodiesByDigest = new ConcurrentHashMap<>();
  private final AtomicLong size = new AtomicLong();

  /** Remembers the body at an argument of a request, unless it is known. */
  void remember(Request request, int argument) {
    int hash = hash(request, argument);
    byte[] known = bodies.get(hash);
    if (known != null && request.equals(argument, known)
        || size.get() + request.length(argument) > LIMIT) {
      return;
    }
    byte[] body = request.copy(argument);
    bodies.put(hash, body);
    if (bodiesByDigest.putIfAbsent(digest(body), body) == null) {
      size.addAndGet(body.length);
    }
  }

  /** The application wants no script to be known any more. */
  void forget() {
    bodies.clear();
    bodiesByDigest.clear();
    size.set(0);
  }

  /** The command that loads the script whose digest is at an argument of a request; {@code null} when it is not known. */
  byte[] load(Request request, int argument) {
    String digest =
        new String(request.copy(argument), java.nio.charset.StandardCharsets.ISO_8859_1);
    byte[] body = bodiesByDigest.get(digest.toLowerCase(Locale.ROOT));
    return body == null ? null : Resp.command(Resp.ascii("SCRIPT"), Resp.ascii("LOAD"), body);
  }

  private static int hash(Request request, int argument) {
    int hash = 1;
    for (int i = request.offset(argument), end = i + request.length(argument); i < end; i++) {
      hash = 31 * hash + request.bytes()[i];
    }
    return hash;
  }

  private static String digest(byte[] body) {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-1").digest(body);
      StringBuilder hex = new StringBuilder(2 * sum.length);
      for (byte b : sum) {
        hex.append(Character.forDigit(b >> 4 & 0xF, 16)).append(Character.forDigit(b & 0xF, 16));
      }
      return hex.toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has SHA-1
    }
  }
}
