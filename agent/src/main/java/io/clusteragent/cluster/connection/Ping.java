package io.clusteragent.cluster.connection;

import io.clusteragent.protocol.ErrorReply;
import io.clusteragent.protocol.Resp;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Holds the result of a PING: whether the node replied, and how fast. Immutable. */
public final class Ping {
  private static final byte[] PING = Resp.command("PING");
  private static final int REPLY_TIMEOUT_MILLIS = 2000;

  private final long micros;
  private final String failureReason;

  private Ping(long micros, String failureReason) {
    this.micros = micros;
    this.failureReason = failureReason;
  }

  public static Ping of(NodePool pool) {
    NodeConnection connection = null;
    try {
      connection = pool.takeWithin(pool, REPLY_TIMEOUT_MILLIS);
      long start = System.nanoTime();
      Object reply = connection.ask(PING, REPLY_TIMEOUT_MILLIS);
      long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
      return new Ping(micros, reply instanceof ErrorReply ? reply.toString() : null);
    } catch (IOException e) {
      if (connection != null) {
        connection.fail(e);
      }
      return new Ping(0, String.valueOf(e.getMessage()));
    } finally {
      if (connection != null) {
        connection.release();
      }
    }
  }

  /** The time that the command and its reply took, in microseconds. */
  public long micros() {
    return micros;
  }

  /** Why there was no proper reply, or {@code null}. */
  public String failureReason() {
    return failureReason;
  }
}
