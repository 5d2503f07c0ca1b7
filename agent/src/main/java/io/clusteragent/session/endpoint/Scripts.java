package io.clusteragent.session.endpoint;

import io.clusteragent.command.Command;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.Resp;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Remembers the script bodies that this JVM has sent to a cluster.
 *
 * <p>A single server knows a script from its first EVAL on. On a cluster, the node of another key, or a replica that took over,
 * may not know it; then the agent loads the script there.
 *
 * <p>Bounded: beyond 16 MB no further script is remembered, and the application sees NOSCRIPT. Thread-safe.
 */
public final class Scripts {
  private static final long LIMIT = 16L * 1024 * 1024;

  private final ConcurrentMap<Integer, byte[]> bodies = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, byte[]> bodiesByDigest = new ConcurrentHashMap<>();
  private final AtomicLong size = new AtomicLong();

  /** Remembers the script body at an argument of a request, unless it is known. */
  public void remember(Request request, int argument) {
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

  /** Forgets all scripts, after the application sent SCRIPT FLUSH. */
  public void forget() {
    bodies.clear();
    bodiesByDigest.clear();
    size.set(0);
  }

  /**
   * Returns the command that loads the script whose digest is at an argument of a request; {@code null} when the script is not
   * known.
   */
  public byte[] load(Request request, int argument) {
    byte[] body = body(request, argument);
    return body == null ? null : Resp.command(Resp.ascii("SCRIPT"), Resp.ascii("LOAD"), body);
  }

  /**
   * Rewrites EVALSHA to EVAL, with the script's body in place of its digest: inside a transaction NOSCRIPT comes too late to
   * load it.
   *
   * @return {@code null} for every other command, and when the script is not known
   */
  public byte[] asEval(Command command, Request request) {
    if (!command.name().startsWith("EVALSHA") || request.count() < 3) {
      return null;
    }
    byte[] body = body(request, 1);
    if (body == null) {
      return null;
    }
    byte[][] words = new byte[request.count()][];
    words[0] = Resp.ascii(command.name().replace("SHA", ""));
    words[1] = body;
    for (int i = 2; i < words.length; i++) {
      words[i] = request.copy(i);
    }
    return Resp.command(words);
  }

  private byte[] body(Request request, int argument) {
    String digest =
        new String(request.copy(argument), java.nio.charset.StandardCharsets.ISO_8859_1);
    return bodiesByDigest.get(digest.toLowerCase(Locale.ROOT));
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
