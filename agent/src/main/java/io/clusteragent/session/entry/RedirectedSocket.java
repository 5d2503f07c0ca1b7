package io.clusteragent.session.entry;

import io.clusteragent.cluster.connection.SocketInput;
import io.clusteragent.cluster.connection.SocketOutput;
import io.clusteragent.cluster.connection.WrappedSocket;
import io.clusteragent.log.Log;
import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.RequestReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;

/**
 * Connects to a cluster node, or to a Sentinel in memory.
 *
 * <p>An address of the option {@code redirect} may be that of a server or of a Sentinel. The first command behind the handshake
 * decides it: only clients of Sentinels send SENTINEL, or subscribe to {@code +switch-master}. Until then the node gets the
 * commands.
 *
 * <p>One thread writes the first commands, and reads their replies; from then on any may use the socket.
 */
final class RedirectedSocket extends WrappedSocket {
  /** Opens the connection to the Sentinel. */
  interface Sentinel {
    Socket open() throws IOException;
  }

  private final Socket node;
  private final Sentinel sentinel;
  private byte[] hello = {}; // of the thread that writes the first commands
  private volatile boolean decided;
  private final InputStream in = new In();
  private final OutputStream out = new Out();

  RedirectedSocket(Socket node, Sentinel sentinel) throws IOException {
    super(node);
    this.node = node;
    this.sentinel = sentinel;
  }

  private void decide(byte[] bytes, int from, int length) throws IOException {
    Request request = new Request();
    int at = from;
    try {
      while (at < from + length) {
        int end = RequestReader.whole(bytes, at, from + length, request);
        if (end == RequestReader.INCOMPLETE) {
          decided = true; // longer than what clients of Sentinels send
          return;
        }
        if (isForSentinels(request)) {
          connectToSentinel();
          decided = true;
          return;
        }
        if (!isOfHandshake(request)) {
          decided = true;
          return;
        }
        if (request.is(0, "HELLO")) {
          hello = Arrays.copyOfRange(bytes, at, end);
        }
        at = end;
      }
    } catch (ProtocolException e) {
      decided = true; // the session reports it
    }
  }

  private static boolean isForSentinels(Request request) {
    return request.is(0, "SENTINEL")
        || request.is(0, "SUBSCRIBE") && request.count() == 2 && request.is(1, "+SWITCH-MASTER");
  }

  private static boolean isOfHandshake(Request request) {
    return request.is(0, "HELLO")
        || request.is(0, "AUTH")
        || request.is(0, "CLIENT")
        || request.is(0, "PING");
  }

  private void connectToSentinel() throws IOException {
    Socket other = sentinel.open();
    other.setSoTimeout(node.getSoTimeout());
    other.getOutputStream().write(hello); // the node has replied to it
    InputStream replies = other.getInputStream();
    replies.read(new byte[replies.available()]); // the Sentinel is in memory, and replies at once
    replace(other);
    try {
      node.close();
    } catch (IOException e) {
      Log.debug("closing a connection to a node failed: " + e);
    }
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
      super(RedirectedSocket.this);
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      return socket().getInputStream().read(into, from, length);
    }

    @Override
    public int available() throws IOException {
      return socket().getInputStream().available();
    }
  }

  private final class Out extends SocketOutput {
    Out() {
      super(RedirectedSocket.this);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (!decided) {
        decide(bytes, from, length);
      }
      socket().getOutputStream().write(bytes, from, length);
    }

    @Override
    public void flush() throws IOException {
      socket().getOutputStream().flush();
    }
  }
}
