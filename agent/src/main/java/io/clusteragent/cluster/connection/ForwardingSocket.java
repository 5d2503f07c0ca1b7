package io.clusteragent.cluster.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;

/** A socket whose addresses and TCP options are another's. What it reads and writes is up to its subclass. */
// Not synchronized like Socket's own methods: a virtual thread must not be pinned, and the other
// socket is safe by itself.
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
public abstract class ForwardingSocket extends Socket {
  private final Socket own;

  /**
   * @param own the other socket, connected
   */
  protected ForwardingSocket(Socket own) throws IOException {
    super((java.net.SocketImpl) null);
    this.own = own;
  }

  @Override
  public InetAddress getInetAddress() {
    return own.getInetAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    return own.getLocalAddress();
  }

  @Override
  public int getPort() {
    return own.getPort();
  }

  @Override
  public int getLocalPort() {
    return own.getLocalPort();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return own.getRemoteSocketAddress();
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return own.getLocalSocketAddress();
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    own.setTcpNoDelay(on);
  }

  @Override
  public boolean getTcpNoDelay() throws SocketException {
    return own.getTcpNoDelay();
  }

  @Override
  public void setSoLinger(boolean on, int seconds) throws SocketException {
    own.setSoLinger(on, seconds);
  }

  @Override
  public int getSoLinger() throws SocketException {
    return own.getSoLinger();
  }

  @Override
  public void setKeepAlive(boolean on) throws SocketException {
    own.setKeepAlive(on);
  }

  @Override
  public boolean getKeepAlive() throws SocketException {
    return own.getKeepAlive();
  }

  @Override
  public void setReuseAddress(boolean on) throws SocketException {
    own.setReuseAddress(on);
  }

  @Override
  public boolean getReuseAddress() throws SocketException {
    return own.getReuseAddress();
  }

  @Override
  public String toString() {
    return own.toString();
  }
}
