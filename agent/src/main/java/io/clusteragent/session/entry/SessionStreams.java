package io.clusteragent.session.entry;

import io.clusteragent.cluster.connection.Dialer;
import io.clusteragent.session.endpoint.Endpoint;
import io.clusteragent.session.endpoint.NodeIdentityCheck;
import io.clusteragent.session.naming.TaggedStreams;
import io.clusteragent.session.reply.Invalidations;
import io.clusteragent.session.reply.ReplyReader;
import io.clusteragent.session.request.RequestDispatcher;
import io.clusteragent.session.state.EntryNode;
import io.clusteragent.session.state.Session;
import io.clusteragent.session.state.TrackingListener;
import java.io.IOException;
import java.net.Socket;

/**
 * Connects the two directions of a session: commands out, replies in.
 *
 * <p>Used by one thread at a time, as a Jedis object is; {@link Session} names the exceptions.
 */
final class SessionStreams implements TrackingListener, TaggedStreams.Streams {
  private final Session session;
  private final RequestDispatcher requests;
  private final ReplyReader replies;
  private final CurrentUse use = new CurrentUse();

  /** Serializes several threads while the session tracks keys; {@code null} before that. */
  private SharedUse shared;

  /**
   * @param check checks the server before it gets a command; {@code null} when no check is needed
   */
  SessionStreams(Socket socket, Endpoint endpoint, Dialer dialer, NodeIdentityCheck check)
      throws IOException {
    this.session = new Session(socket, endpoint, dialer, check, this);
    this.replies = new ReplyReader(session);
    this.requests = new RequestDispatcher(session, replies);
    if (session.context() != null) {
      EntryNode.prepare(session, session.connections.entryNode());
    }
  }

  Session session() {
    return session;
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (session.isPlain()) {
      session.writePlain(bytes, from, length);
      return;
    }
    boolean alone = use.beginWriting();
    try {
      if (!alone && session.stream == null) {
        throw new IOException("another thread is sending a command on this connection");
      }
      if (shared != null) {
        shared.write(bytes, from, length);
      } else {
        requests.write(bytes, from, length);
        throwConnectionFailure();
      }
    } finally {
      use.endWriting(alone);
    }
  }

  void flush() throws IOException {
    if (session.isPlain()) {
      // The command that showed the server to be not part of a cluster may wait there.
      session.entryConnection().flush();
    } else if (shared != null) {
      shared.flush();
    } else if (session.stream != null || !use.isUsedByAnotherThread()) { // else that thread flushes
      requests.flush();
      throwConnectionFailure();
    }
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (session.isPlain()) {
      return replies.readPlain(into, from, length);
    }
    use.beginReading();
    try {
      return shared != null ? shared.read(into, from, length) : replies.read(into, from, length);
    } finally {
      use.endReading();
    }
  }

  @Override
  public int available() throws IOException {
    return session.isPlain() || shared == null ? replies.available() : shared.available();
  }

  @Override
  public boolean inCluster() throws IOException {
    requests.await();
    return session.inCluster();
  }

  /** Throws the failure of the only connection there is, while the kind of the server is unknown. */
  private void throwConnectionFailure() throws IOException {
    if (session.context() == null && session.entryConnection().failure() != null) {
      throw session.entryConnection().failure();
    }
  }

  @Override
  public void started() {
    shared = new SharedUse(session, requests, replies);
  }

  @Override
  public void forgotten() {
    replies.push(Invalidations.OF_ALL_KEYS);
  }
}
