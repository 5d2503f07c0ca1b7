package io.clusteragent.session.entry;

import io.clusteragent.cluster.connection.Dialer;
import io.clusteragent.session.endpoint.Endpoint;
import io.clusteragent.session.endpoint.NodeIdentityCheck;
import io.clusteragent.session.reply.Invalidations;
import io.clusteragent.session.reply.ReplyReader;
import io.clusteragent.session.request.RequestDispatcher;
import io.clusteragent.session.state.EntryNode;
import io.clusteragent.session.state.Session;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.locks.LockSupport;

/**
 * Composes the two directions of a session: commands out, replies in.
 *
 * <p>Used by one thread at a time, as a Jedis object is; the exceptions stand at {@link Session}.
 */
final class SessionStreams implements Session.TrackingListener {
  private static final long TURN_NANOS = 50_000;
  private static final AtomicIntegerFieldUpdater<SessionStreams> WRITING =
      AtomicIntegerFieldUpdater.newUpdater(SessionStreams.class, "writing");

  private final Session session;
  private final RequestDispatcher requests;
  private final ReplyReader replies;

  /** What several threads go through once the session tracks keys; {@code null} before. */
  private SharedUse shared;

  /** 1 while a thread writes. */
  private volatile int writing;

  /**
   * @param check what has to be made sure of the server before a command is sent to it, or {@code null}
   */
  SessionStreams(Socket socket, Endpoint endpoint, Dialer dialer, NodeIdentityCheck check)
      throws IOException {
    this.session = new Session(socket, endpoint, dialer, check, this);
    this.replies = new ReplyReader(session);
    this.requests = new RequestDispatcher(session, replies);
    if (session.context() != null) {
      EntryNode.mustBe(session, session.leases.ownNode());
    }
  }

  Session session() {
    return session;
  }

  void write(byte[] bytes, int from, int length) throws IOException {
    if (session.isPlain()) {
      session.writePlain(bytes, from, length);
      return;
    }
    if (shared != null) {
      shared.write(bytes, from, length);
      return;
    }
    if (!WRITING.compareAndSet(this, 0, 1)) {
      awaitTurn();
    }
    try {
      requests.write(bytes, from, length);
      failAsWithoutTheAgent();
    } finally {
      WRITING.lazySet(this, 0);
    }
  }

  /**
   * Jedis's disconnect(), called by another thread, writes what the first one has put into Jedis's buffer, and the first
   * one may write it, too. One after the other they do no harm: the session is closed next.
   */
  private void awaitTurn() throws IOException {
    do {
      if (session.isClosed()) {
        throw new SocketException("Socket closed");
      }
      LockSupport.parkNanos(TURN_NANOS);
    } while (!WRITING.compareAndSet(this, 0, 1));
  }

  void flush() throws IOException {
    if (session.isPlain()) {
      session.own().flush(); // the very command that showed the server to be plain may wait there
    } else if (shared != null) {
      shared.flush();
    } else {
      requests.flush();
      failAsWithoutTheAgent();
    }
  }

  int read(byte[] into, int from, int length) throws IOException {
    if (session.isPlain()) {
      return replies.readPlain(into, from, length);
    }
    return shared != null ? shared.read(into, from, length) : replies.read(into, from, length);
  }

  int available() throws IOException {
    return session.isPlain() || shared == null ? replies.available() : shared.available();
  }

  /** A server of unknown nature is all there is: what its connection met is the application's to see. */
  private void failAsWithoutTheAgent() throws IOException {
    if (session.context() == null && session.own().failure() != null) {
      throw session.own().failure();
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
