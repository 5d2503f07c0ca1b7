package io.clusteragent.session.recovery;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.session.bytes.ByteArrayBuilder;
import io.clusteragent.session.bytes.ReplyBuffer;
import io.clusteragent.session.state.Session;
import java.io.IOException;

/** Reads replies before their turn. Pushes among them are kept for the application. */
public final class ReadAhead {

  /** A node that pushes more than this while a reply is due is taken for broken. */
  public static final int MAX_PUSHES = 16 * 1024 * 1024;

  private final Session session;
  private final ByteArrayBuilder pushes = new ByteArrayBuilder();

  public ReadAhead(Session session) {
    this.session = session;
  }

  /**
   * The next reply on a connection; it stays outstanding.
   *
   * @throws IOException when it did not come; the connection has failed then
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

  /** The application would take it for a reply, and each reply from there on for another's. */
  public static ProtocolException unwanted(NodeConnection from) {
    return new ProtocolException("node " + from + " sent a push to a client of RESP2");
  }

  public static IOException tooMany(NodeConnection from) {
    return new IOException(
        "node " + from + " pushed more than " + MAX_PUSHES + " bytes while a reply was due");
  }

  /** Puts the pushes kept so far in front of what waits for the application. */
  public void deliverPushes(ReplyBuffer ready) {
    ready.precede(pushes);
    pushes.clear();
  }
}
