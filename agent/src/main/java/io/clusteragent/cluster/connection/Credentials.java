package io.clusteragent.cluster.connection;

import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.RequestReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Holds an AUTH that a server has accepted, and when. Immutable.
 *
 * <p>They are {@linkplain #equals equal} when they send the same bytes, whenever that was. The text form shows no secret.
 */
final class Credentials {
  private static final String DEFAULT_USER = "default";

  private final byte[] command;
  private final String user;
  private final long acceptedAt = System.nanoTime();

  /**
   * @param command the wire bytes of AUTH, which a server accepted just now
   */
  Credentials(byte[] command) {
    this.command = command;
    this.user = userOf(command);
  }

  /** {@code AUTH password} logs the user "default" in. A command of another form is a user of its own. */
  private static String userOf(byte[] command) {
    Request request = new Request();
    try {
      RequestReader.whole(command, 0, command.length, request);
    } catch (ProtocolException e) {
      request.begin(0);
    }
    switch (request.count()) {
      case 2:
        return DEFAULT_USER;
      case 3:
        return new String(request.copy(1), StandardCharsets.ISO_8859_1);
      default:
        return new String(command, StandardCharsets.ISO_8859_1);
    }
  }

  /** The wire bytes of AUTH. */
  byte[] command() {
    return command;
  }

  /** The user's name, one character for each byte. */
  String user() {
    return user;
  }

  /** Whether a server accepted these later than the others. */
  boolean isNewerThan(Credentials other) {
    return acceptedAt - other.acceptedAt > 0;
  }

  /** Whether both are from the same AUTH. */
  boolean isSameAs(Credentials other) {
    return acceptedAt == other.acceptedAt && equals(other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Credentials && Arrays.equals(command, ((Credentials) other).command);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(command);
  }

  @Override
  public String toString() {
    return "credentials";
  }
}
