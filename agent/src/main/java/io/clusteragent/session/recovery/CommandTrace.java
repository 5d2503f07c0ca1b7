package io.clusteragent.session.recovery;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.flight.FlightEvent;
import io.clusteragent.log.Log;
import io.clusteragent.protocol.Request;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.Session;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.TimeUnit;

/**
 * What became of commands that met trouble, for those who look into it: a line in the log, at its level {@code debug}, and an
 * event of the flight recorder. While neither is wanted, nothing is put together.
 *
 * <p>A key is never named. Its hash, the first eight digits of its SHA-256, tells whether two lines are of one key, and
 * whether they are of a key that one knows: {@code printf %s KEY | sha256sum}.
 */
public final class CommandTrace {
  private static final int HASH_BYTES = 4;
  private static final String NOBODY = "";

  private final Session session;

  CommandTrace(Session session) {
    this.session = session;
  }

  /**
   * A command was refused, or lost its connection.
   *
   * @param reason the server's word for it, or the agent's
   * @param from where that happened; {@code null} when it was nowhere
   * @param to where the command is under way now; {@code null} when the application sees the trouble
   */
  void recordFailure(PendingCommand head, String reason, NodeConnection from, NodeConnection to) {
    if (Log.isDebug()) {
      Log.debug(reason + ": " + described(head) + ", from " + (from == null ? "nowhere" : from)
          + (to == null ? "; the application sees it" : " to " + to));
    }
    if (FlightEvent.REDIRECTION.isWanted()) {
      FlightEvent.REDIRECTION.commit(
          head.command().name(), reason, head.slot(), name(from), name(to));
    }
  }

  /** A command has its reply, and took long. */
  public void recordSlow(PendingCommand head, NodeConnection node, long nanos) {
    if (Log.isDebug()) {
      Log.debug("slow: " + described(head) + ", on " + node + " took "
          + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms, sent again " + head.attempts() + " times");
    }
    if (FlightEvent.SLOW_COMMAND.isWanted()) {
      FlightEvent.SLOW_COMMAND.commit(
          head.command().name(), head.slot(), name(node), nanos, head.attempts());
    }
  }

  private static String name(NodeConnection connection) {
    return connection == null ? NOBODY : connection.toString();
  }

  private String described(PendingCommand head) {
    return head.command().name() + (head.slot() < 0 ? "" : ", slot " + head.slot()) + keyHash(head);
  }

  /** Empty when the command has no key, or was too long to be kept, or belongs to a transaction. */
  private String keyHash(PendingCommand head) {
    if (!head.isKept() || head.transaction() != null) {
      return "";
    }
    try {
      Request request = session.log.request(head);
      int key = head.command().firstKey(request);
      return key < 0 ? "" : ", key hash " + hash(request.copy(key));
    } catch (IOException | NoSuchAlgorithmException | RuntimeException e) {
      return "";
    }
  }

  private static String hash(byte[] key) throws NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < HASH_BYTES; i++) {
      digits.append(String.format("%02x", digest[i]));
    }
    return digits.toString();
  }
}
