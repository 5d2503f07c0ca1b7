package io.clusteragent.session.entry;

import io.clusteragent.cluster.connection.Dialer;
import io.clusteragent.cluster.connection.ForwardingSocket;
import io.clusteragent.cluster.connection.SocketInput;
import io.clusteragent.cluster.connection.SocketOutput;
import io.clusteragent.hashtag.HashTagRules;
import io.clusteragent.session.endpoint.Endpoint;
import io.clusteragent.session.endpoint.NodeIdentityCheck;
import io.clusteragent.session.naming.TaggedStreams;
import io.clusteragent.session.state.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;

/**
 * Replaces the socket of the application's client and routes its bytes.
 *
 * <p>Bytes written here go to the nodes that they concern; bytes read here are the replies, in order. The socket is open until
 * the application closes it, whatever happens to the socket of one node: a client that found it closed would connect anew and
 * lose outstanding replies. The {@link FaultGuard} handles everything that the agent itself throws in here.
 */
// Not synchronized like Socket's own methods: a virtual thread must not be pinned, and the
// application's socket, which these methods call, is thread-safe by itself.
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
public final class VirtualSocket extends ForwardingSocket {
  private final Socket entrySocket;
  private final SessionStreams streams;

  /** Maps the names of keys; {@code null} without rules for that. */
  private final TaggedStreams tagged;

  private final Session session;
  private final FaultGuard guard;
  private volatile boolean closed; // by the application
  private final InputStream in = new In();
  private final OutputStream out = new Out();

  VirtualSocket(Socket entrySocket, Endpoint endpoint, Dialer dialer, NodeIdentityCheck check)
      throws IOException {
    super(entrySocket);
    this.entrySocket = entrySocket;
    this.streams = new SessionStreams(entrySocket, endpoint, dialer, check);
    this.session = streams.session();
    HashTagRules rules = endpoint.options().hashTags;
    this.tagged = rules == null ? null : new TaggedStreams(streams, session, rules);
    this.guard = new FaultGuard(session, entrySocket);
  }

  @Override
  public InputStream getInputStream() {
    return in;
  }

  @Override
  public OutputStream getOutputStream() {
    return out;
  }

  private final class In extends SocketInput {
    In() {
      super(VirtualSocket.this);
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      guard.check();
      try {
        return tagged == null ? streams.read(into, from, length) : tagged.read(into, from, length);
      } catch (RuntimeException | Error fault) {
        throw guard.end(fault);
      }
    }

    @Override
    public int available() throws IOException {
      guard.check();
      try {
        return tagged == null ? streams.available() : tagged.available();
      } catch (RuntimeException | Error fault) {
        throw guard.end(fault);
      }
    }
  }

  private final class Out extends SocketOutput {
    Out() {
      super(VirtualSocket.this);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      guard.check();
      try {
        if (tagged == null) {
          streams.write(bytes, from, length);
        } else {
          tagged.write(bytes, from, length);
        }
      } catch (RuntimeException | Error fault) {
        throw guard.end(fault);
      }
    }

    @Override
    public void flush() throws IOException {
      guard.check();
      try {
        streams.flush();
      } catch (RuntimeException | Error fault) {
        throw guard.end(fault);
      }
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    try {
      session.close();
    } catch (RuntimeException | Error fault) {
      throw guard.end(fault);
    }
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    if (isClosed()) {
      throw new SocketException("Socket is closed");
    }
    if (millis < 0) {
      throw new IllegalArgumentException("timeout can't be negative");
    }
    guard.check();
    session.timeout(millis);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return session.timeout();
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public boolean isBound() {
    return true;
  }

  @Override
  public boolean isClosed() {
    return guard.hasFault() ? closed : session.isClosed();
  }

  @Override
  public boolean isInputShutdown() {
    return session.isPlain() ? entrySocket.isInputShutdown() : isClosed();
  }

  @Override
  public boolean isOutputShutdown() {
    return session.isPlain() ? entrySocket.isOutputShutdown() : isClosed();
  }

  @Override
  public void shutdownInput() throws IOException {
    close();
  }

  @Override
  public void shutdownOutput() throws IOException {
    close();
  }
}
