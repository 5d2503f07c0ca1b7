package io.clusteragent.demo.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Simulates the network in front of a node: forwards bytes in both directions until it is cut. Listens on the loopback
 * interface. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {
  private static final int BACKLOG = 512;

  /** How a cut network behaves. */
  public enum Cut {
    /** Bytes are held back until the network is restored; new connections open, and then hang, too. */
    HANG,
    /** Connections are reset, and new ones refused. */
    RESET
  }

  private final int port;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile ServerSocket server;
  private volatile long delayMillis;
  private boolean hanging;

  private TcpProxy(int port, int target) throws IOException {
    this.port = port;
    this.target = target;
    listen();
  }

  /** Starts a proxy for a port. */
  static TcpProxy start(int port, int target) throws IOException {
    return new TcpProxy(port, target);
  }

  /** The port for clients. */
  public int port() {
    return port;
  }

  /** Cuts the network until {@link #restore}. */
  public synchronized void cut(Cut cut) {
    if (cut == Cut.HANG) {
      hanging = true;
    } else {
      quietly(server);
      sockets.forEach(TcpProxy::reset);
    }
  }

  /** Ends a cut; does nothing without one. */
  public synchronized void restore() {
    hanging = false;
    notifyAll();
    if (server.isClosed()) {
      try {
        listen();
      } catch (IOException e) {
        throw new UncheckedIOException("port " + port + " is gone", e);
      }
    }
  }

  /** Sets the delay of every piece, in each direction; default 0. */
  public void delay(long millis) {
    delayMillis = millis;
  }

  private void listen() throws IOException {
    ServerSocket fresh = new ServerSocket();
    fresh.setReuseAddress(true);
    fresh.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    server = fresh;
    run(() -> accept(fresh), "accepts");
  }

  private void accept(ServerSocket from) {
    while (!from.isClosed()) {
      try {
        Socket client = from.accept();
        sockets.add(client);
        run(() -> connect(client), "connects");
      } catch (IOException closed) {
        // The loop ends.
      }
    }
  }

  private void connect(Socket client) {
    Socket node = new Socket();
    try {
      awaitNetwork();
      node.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
      client.setTcpNoDelay(true);
      node.setTcpNoDelay(true);
      sockets.add(node);
      run(() -> pass(client, node), "passes to");
      pass(node, client);
    } catch (IOException refused) {
      forget(client, node);
    }
  }

  private void pass(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] bytes = new byte[16 * 1024];
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        awaitNetwork();
        if (delayMillis > 0) {
          Thread.sleep(delayMillis);
        }
        out.write(bytes, 0, count);
      }
      awaitNetwork();
    } catch (IOException | InterruptedException broken) {
      // Both connections are closed.
    }
    forget(from, to);
  }

  private synchronized void awaitNetwork() throws IOException {
    try {
      while (hanging) {
        wait();
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void forget(Socket one, Socket other) {
    sockets.remove(one);
    sockets.remove(other);
    quietly(one);
    quietly(other);
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException closed) {
      // It is closed already.
    }
    quietly(socket);
  }

  private static void quietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception ignored) {
      // The socket is not used any more.
    }
  }

  private void run(Runnable task, String what) {
    Thread thread = new Thread(task, "proxy " + port + " " + what);
    thread.setDaemon(true);
    thread.start();
  }

  /** Resets all connections. */
  @Override
  public synchronized void close() {
    cut(Cut.RESET);
    hanging = false;
    notifyAll();
  }
}
