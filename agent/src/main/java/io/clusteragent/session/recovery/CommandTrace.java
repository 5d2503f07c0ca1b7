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
 * Records failed, redirected and slow commands for diagnosis.
 *
 * <p>A record is a line in the log at its level {@code debug}, and an event of the flight recorder. While neither is enabled,
 * no text is built.
 *
 * <p>A key is never recorded. Its hash, the first eight digits of its SHA-256, shows whether two lines concern one key, and
 * whether they concern a key that the reader knows: {@code printf %s KEY | sha256sum}.
 */
public final class CommandTrace {
  private static final int HASH_BYTES = 4;
  private static final String NO_NODE = "";

  private final Session session;

  CommandTrace(Session session) {
    this.session = session;
  }

  /**
   * Records that a command was refused, or lost its connection.
   *
   * @param reason the server's error code, or the agent's own reason
   * @param from the connection of the failure, or {@code null}
   * @param to the connection on which the command was sent again; {@code null} when the application sees the failure
   */
  void recordFailure(PendingCommand head, String reason, NodeConnection from, NodeConnection to) {
    if (Log.isDebug()) {
      Log.debug(reason + ": " + description(head) + ", from " + (from == null ? "nowhere" : from)
          + (to == null ? "; the application sees it" : " to " + to));
    }
    if (FlightEvent.REDIRECTION.isWanted()) {
      FlightEvent.REDIRECTION.commit(
          head.command().name(), reason, head.slot(), name(from), name(to));
    }
  }

  /** Records a command that has its reply after a long time. */
  public void recordSlow(PendingCommand head, NodeConnection node, long nanos) {
    if (Log.isDebug()) {
      Log.debug("slow: " + description(head) + ", on " + node + " took "
          + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms, sent again " + head.attempts() + " times");
    }
    if (FlightEvent.SLOW_COMMAND.isWanted()) {
      FlightEvent.SLOW_COMMAND.commit(
          head.command().name(), head.slot(), name(node), nanos, head.attempts());
    }
  }

  private static String name(NodeConnection connection) {
    return connection == null ? NO_NODE : connection.toString();
  }

  private String description(PendingCommand head) {
    return head.command().name() + (head.slot() < 0 ? "" : ", slot " + head.slot()) + keyHash(head);
  }

  /**
   * Returns the key's hash for the log; empty when the command has no key, was too long to be kept, or belongs to a
   * transaction.
   */
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
