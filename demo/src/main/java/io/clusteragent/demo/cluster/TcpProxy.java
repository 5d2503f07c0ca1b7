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
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Simulates the network in front of a node: forwards bytes in both directions until it is cut. With several targets it is a
 * balancer: each new connection goes to the next target that accepts one. Listens on the loopback interface. Thread-safe.
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
  private final AtomicInteger turn = new AtomicInteger();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile ServerSocket server;
  private volatile int[] targets;
  private volatile long delayMillis;
  private boolean hanging;

  private TcpProxy(int port, int... targets) throws IOException {
    this.port = port;
    this.targets = targets;
    listen();
  }

  /** Starts a proxy for a port. */
  static TcpProxy start(int port, int target) throws IOException {
    return new TcpProxy(port, target);
  }

  /** Starts a balancer at a free port. */
  public static TcpProxy balancer(int... targets) {
    try {
      return new TcpProxy(FreePorts.next(), targets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends new connections to these ports from now on, as a host name does that is resolved to other addresses. */
  public void lead(int... newTargets) {
    targets = newTargets;
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
    try {
      awaitNetwork();
      Socket node = connected();
      sockets.add(node);
      client.setTcpNoDelay(true);
      node.setTcpNoDelay(true);
      run(() -> pass(client, node), "passes to");
      pass(node, client);
    } catch (IOException refused) {
      sockets.remove(client);
      quietly(client);
    }
  }

  /** A connection to the next target that accepts one. */
  private Socket connected() throws IOException {
    int[] ports = targets;
    IOException refused = null;
    for (int i = 0; i < ports.length; i++) {
      int target = ports[Math.floorMod(turn.getAndIncrement(), ports.length)];
      try {
        return new Socket(InetAddress.getLoopbackAddress(), target);
      } catch (IOException e) {
        refused = e;
      }
    }
    throw refused == null ? new IOException("no target") : refused;
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
