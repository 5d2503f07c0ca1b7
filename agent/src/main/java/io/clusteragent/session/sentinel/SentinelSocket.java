package io.clusteragent.session.sentinel;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.SocketInput;
import io.clusteragent.cluster.connection.SocketOutput;
import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.RequestReader;
import io.clusteragent.session.bytes.ByteArrayBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Connects the application to a Sentinel that exists only in this JVM.
 *
 * <p>There is no network and no thread behind it: the thread that writes a command computes its reply, and the thread that reads
 * takes it. A reader waits as at any socket, until its timeout, or until another thread closes the socket. A subscriber in that
 * wait is also the one that looks for a new master, when it is woken: it may take its time.
 *
 * <p>Thread-safe, as JedisPubSub writes while another thread reads.
 */
// Not synchronized like Socket's own methods: a virtual thread must not be pinned.
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
public final class SentinelSocket extends Socket {
  private static final int LONGEST_COMMAND = 1024 * 1024;

  private final NodeAddress address;
  private final MonitoredMaster master;
  private final Runnable wakeUp = new WakeUp();
  private final InputStream in = new In();
  private final OutputStream out = new Out();

  private final ReplyQueue queue = new ReplyQueue();

  /** Held while a command is answered, or a new master is looked for; both may dial nodes. */
  private final ReentrantLock conversing = new ReentrantLock();

  private final SentinelConversation conversation; // under the lock, as are all that follow
  private final ByteArrayBuilder commands = new ByteArrayBuilder();
  private final Request request = new Request();
  private boolean subscribed;

  private volatile int timeout;

  /**
   * @param address the address of the Sentinel, as the application wrote it
   * @param timeout the read timeout in milliseconds; 0 waits without limit
   */
  public SentinelSocket(NodeAddress address, MonitoredMaster master, int timeout)
      throws SocketException {
    super((java.net.SocketImpl) null);
    this.address = address;
    this.master = master;
    this.timeout = timeout;
    this.conversation = new SentinelConversation(master);
  }

  private final class WakeUp implements Runnable {
    @Override
    public void run() {
      queue.wake();
    }
  }

  // ---- the application writes

  private void converse(byte[] bytes, int from, int length) throws IOException {
    conversing.lock();
    try {
      queue.checkOpen();
      if (conversation.isEnded()) {
        throw new SocketException("Broken pipe");
      }
      commands.append(bytes, from, length);
      int at = 0;
      while (!conversation.isEnded() && at < commands.size()) {
        int end = RequestReader.whole(commands.bytes(), at, commands.size(), request);
        if (end == RequestReader.INCOMPLETE) {
          break;
        }
        at = end;
        deliver(conversation.replyTo(request));
      }
      byte[] rest = Arrays.copyOfRange(commands.bytes(), at, commands.size());
      commands.clear();
      commands.append(rest);
      if (rest.length > LONGEST_COMMAND) {
        throw new ProtocolException(
            "a command to a Sentinel is longer than " + LONGEST_COMMAND + " bytes");
      }
    } catch (ProtocolException e) {
      deliver(conversation.protocolError(e));
    } finally {
      conversing.unlock();
    }
  }

  /** Hands bytes to the reader. Called under the lock, so that replies stay in order. */
  private void deliver(byte[] bytes) {
    queue.add(bytes, conversation.isEnded());
    if (conversation.isSubscribed() != subscribed) {
      subscribed = !subscribed;
      if (subscribed) {
        master.addSubscriber(wakeUp);
        queue.wake(); // the master may have been replaced since the client asked for it
      } else {
        master.removeSubscriber(wakeUp);
      }
      if (queue.isClosed()) { // meanwhile, by another thread
        master.removeSubscriber(wakeUp);
      }
    }
  }

  // ---- the application reads

  private int read(byte[] into, int from, int length) throws IOException {
    int millis = timeout;
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (true) {
      int count = queue.take(into, from, length, millis > 0, end);
      if (count != ReplyQueue.WOKEN) {
        return count;
      }
      conversing.lock();
      try {
        byte[] announcements = conversation.announcements();
        if (announcements.length > 0) {
          deliver(announcements);
        }
      } finally {
        conversing.unlock();
      }
    }
  }

  private final class In extends SocketInput {
    In() {
      super(SentinelSocket.this);
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      return SentinelSocket.this.read(into, from, length);
    }

    @Override
    public int available() throws IOException {
      queue.checkOpen();
      return queue.available();
    }
  }

  private final class Out extends SocketOutput {
    Out() {
      super(SentinelSocket.this);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      converse(bytes, from, length);
    }
  }

  // ---- the rest of a socket

  @Override
  public InputStream getInputStream() throws SocketException {
    queue.checkOpen();
    return in;
  }

  @Override
  public OutputStream getOutputStream() throws SocketException {
    queue.checkOpen();
    return out;
  }

  @Override
  public void close() {
    queue.close();
    master.removeSubscriber(wakeUp);
  }

  @Override
  public void shutdownInput() {
    close();
  }

  @Override
  public void shutdownOutput() {
    close();
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
    return queue.isClosed();
  }

  @Override
  public boolean isInputShutdown() {
    return queue.isClosed();
  }

  @Override
  public boolean isOutputShutdown() {
    return queue.isClosed();
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    queue.checkOpen();
    timeout = millis;
  }

  @Override
  public int getSoTimeout() throws SocketException {
    queue.checkOpen();
    return timeout;
  }

  @Override
  public void setTcpNoDelay(boolean on) {}

  @Override
  public void setKeepAlive(boolean on) {}

  @Override
  public void setReuseAddress(boolean on) {}

  @Override
  public void setSoLinger(boolean on, int seconds) {}

  @Override
  public InetAddress getInetAddress() {
    return null; // the address may be that of no host
  }

  @Override
  public InetAddress getLocalAddress() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public int getPort() {
    return address.port();
  }

  @Override
  public int getLocalPort() {
    return 0;
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return InetSocketAddress.createUnresolved(address.host(), address.port());
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  @Override
  public String toString() {
    return "the Sentinel " + address;
  }
}
