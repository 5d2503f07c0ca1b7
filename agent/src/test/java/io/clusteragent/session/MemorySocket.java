package io.clusteragent.session;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.session.bytes.ByteArrayBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/**
 * Connects to a peer in memory, which replies in the thread that writes.
 *
 * <p>Nothing waits: a read without available bytes times out at once.
 */
final class MemorySocket extends Socket {

  /** The other end. */
  interface Peer {
    /** Receives bytes, and may {@link #send} and {@link #endByPeer}. */
    void receive(byte[] bytes, MemorySocket socket) throws IOException;
  }

  private final NodeAddress address;
  private final Peer peer;
  private final ByteArrayBuilder arrived = new ByteArrayBuilder();
  private int taken;
  private boolean endedByPeer;
  private boolean closed;
  private int timeout;

  MemorySocket(NodeAddress address, Peer peer, int timeout) throws SocketException {
    super((SocketImpl) null);
    this.address = address;
    this.peer = peer;
    this.timeout = timeout;
  }

  void send(byte[] bytes) {
    arrived.append(bytes);
  }

  /** Ends the stream. Bytes sent before can still be read. */
  void endByPeer() {
    endedByPeer = true;
  }

  @Override
  public InputStream getInputStream() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        assertOpen();
        int n = Math.min(length, arrived.size() - taken);
        if (n == 0 && length > 0) {
          if (endedByPeer) {
            return -1;
          }
          throw new SocketTimeoutException("nothing arrived within " + timeout + " ms");
        }
        System.arraycopy(arrived.bytes(), taken, into, from, n);
        taken += n;
        if (taken == arrived.size()) {
          arrived.clear();
          taken = 0;
        }
        return n;
      }

      @Override
      public int available() throws IOException {
        assertOpen();
        return arrived.size() - taken;
      }
    };
  }

  @Override
  public OutputStream getOutputStream() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        assertOpen();
        if (endedByPeer) {
          throw new SocketException("Broken pipe");
        }
        peer.receive(Arrays.copyOfRange(bytes, from, from + length), MemorySocket.this);
      }
    };
  }

  private void assertOpen() throws SocketException {
    if (closed) {
      throw new SocketException("Socket closed");
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void setSoTimeout(int millis) throws SocketException {
    assertOpen();
    timeout = millis;
  }

  @Override
  public synchronized int getSoTimeout() {
    return timeout;
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    try {
      return new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
