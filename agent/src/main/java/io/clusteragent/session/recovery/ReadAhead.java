package io.clusteragent.session.recovery;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.session.bytes.ByteArrayBuilder;
import io.clusteragent.session.bytes.ReplyBuffer;
import io.clusteragent.session.state.Session;
import java.io.IOException;

/** Reads replies before their turn, and keeps pushes among them for the application. */
public final class ReadAhead {

  /** A node that pushes more bytes than this while a reply is due counts as broken. */
  public static final int MAX_PUSHES = 16 * 1024 * 1024;

  private final Session session;
  private final ByteArrayBuilder pushes = new ByteArrayBuilder();

  public ReadAhead(Session session) {
    this.session = session;
  }

  /**
   * Reads the next reply on a connection; the reply still counts as outstanding.
   *
   * @throws IOException when the reply did not arrive; the connection has failed then
   */
  public byte[] reply(NodeConnection from) throws IOException {
    try {
      byte[] frame = from.input().readReply(session.timeout());
      while (frame[0] == '>') {
        keep(from, frame);
        frame = from.input().readReply(session.timeout());
      }
      return frame;
    } catch (IOException e) {
      from.fail(e);
      throw e;
    }
  }

  private void keep(NodeConnection from, byte[] push) throws IOException {
    if (!session.resp3) {
      throw unwanted(from);
    }
    if (pushes.size() > MAX_PUSHES - push.length) {
      throw tooMany(from);
    }
    pushes.append(push);
  }

  /** Returns the exception for a push to a client of RESP2, which would take it for a reply and mismatch all later replies. */
  public static ProtocolException unwanted(NodeConnection from) {
    return new ProtocolException("node " + from + " sent a push to a client of RESP2");
  }

  public static IOException tooMany(NodeConnection from) {
    return new IOException(
        "node " + from + " pushed more than " + MAX_PUSHES + " bytes while a reply was due");
  }

  /** Puts the pushes kept so far in front of the bytes that wait for the application. */
  public void deliverPushes(ReplyBuffer ready) {
    ready.prepend(pushes);
    pushes.clear();
  }
}
