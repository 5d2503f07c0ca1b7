package io.clusteragent.cluster.connection;

import io.clusteragent.protocol.ReplyFramer;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/**
 * Reads from one node, and keeps the bytes that nobody has consumed yet.
 *
 * <p>Belongs to the thread that holds the node connection.
 */
public final class NodeInput {
  private static final int BUFFER = 16384;
  private static final byte[] NO_BYTES = new byte[0];

  /** Names the connection in error messages. */
  private final Object connection;

  private final AbortReason aborted;
  private final Socket socket;
  private final InputStream in;

  /** The socket's read timeout in milliseconds. */
  private int timeout;

  /** Written by any thread. */
  private volatile boolean closed;

  private byte[] bytes = NO_BYTES;
  private int start;
  private int end;

  /** The read that a background thread does, or {@code null}. Nobody else reads from the socket meanwhile. */
  private BackgroundRead pending;

  /**
   * @param connection its text form names the connection in error messages
   */
  NodeInput(Object connection, Socket socket, AbortReason aborted) throws IOException {
    this.connection = connection;
    this.aborted = aborted;
    this.socket = socket;
    this.in = socket.getInputStream();
    this.timeout = socket.getSoTimeout();
  }

  // ---- what is buffered

  /** Bytes that arrived and have not been consumed. */
  public int buffered() {
    return end - start;
  }

  public byte[] buffer() {
    return bytes;
  }

  /** Where the unconsumed bytes start in {@link #buffer()}. */
  public int position() {
    return start;
  }

  /** Where they end. */
  public int limit() {
    return end;
  }

  public void consume(int length) {
    start += length;
    if (start == end) {
      start = 0;
      end = 0;
    }
  }

  /** Whether the buffer is full of unconsumed bytes, so that {@link #fill} cannot add to them. */
  public boolean isFull() {
    return end > 0 && buffered() == bytes.length;
  }

  /** Puts back bytes that {@link #read} gave out and that belong to a later reply. */
  public void unread(byte[] source, int from, int length) {
    if (bytes.length < length) {
      bytes = new byte[Math.max(BUFFER, length)];
    }
    System.arraycopy(source, from, bytes, 0, length);
    start = 0;
    end = length;
  }

  /** Releases the buffer; for use while it is empty. */
  void dropBuffer() {
    if (pending == null) {
      bytes = NO_BYTES;
    }
  }

  // ---- waiting for more

  /** The number of bytes that can be read without waiting, as far as the socket knows; see {@link #isReadable}. */
  public int available() throws IOException {
    return buffered() + (pending == null ? in.available() : pending.available());
  }

  /**
   * Has a watch woken when something arrives, or when the connection is lost; for use while nothing is buffered.
   *
   * @throws IOException when the connection is lost, or no thread can be started
   */
  public void watch(InputWatch watch) throws IOException {
    if (pending != null) {
      pending.wake(watch);
      return;
    }
    makeRoom();
    timeout(0);
    BackgroundRead read = new BackgroundRead(in, bytes, end, watch);
    read.start();
    pending = read;
  }

  /**
   * Whether reading does not have to wait.
   *
   * <p>A TLS socket that the agent dialled counts encrypted bytes, too, which may be less than one record. Of the application's own
   * TLS socket it is known only while it is {@linkplain #watch watched}.
   */
  public boolean isReadable() throws IOException {
    return buffered() > 0 || (pending == null ? in.available() > 0 : pending.isDone());
  }

  /**
   * Waits for bytes and adds them to the buffer.
   *
   * @param millis how long to wait for the first; 0 waits for ever
   * @return their number; at most 0 at the end of the stream
   */
  public int fill(int millis) throws IOException {
    int n;
    if (pending != null) {
      n = finish(millis);
    } else {
      makeRoom();
      n = read(bytes, end, bytes.length - end, millis);
    }
    if (n > 0) {
      end += n;
    }
    return n;
  }

  private void makeRoom() {
    if (bytes.length == 0) {
      bytes = new byte[BUFFER];
    } else if (start > 0 && end == bytes.length) {
      System.arraycopy(bytes, start, bytes, 0, end - start);
      end -= start;
      start = 0;
    }
  }

  private int finish(int millis) throws IOException {
    if (!pending.await(millis)) {
      throw new SocketTimeoutException("Read timed out");
    }
    BackgroundRead read = pending;
    pending = null;
    try {
      return read.count();
    } catch (IOException e) {
      throw aborted.explained(e);
    }
  }

  /**
   * As {@link #fill}.
   *
   * @throws EOFException at the end of the stream
   */
  public void fillOrEnd(int millis) throws IOException {
    if (fill(millis) <= 0) {
      throw ended();
    }
  }

  /** What to throw at the end of the stream. */
  public EOFException ended() {
    return new EOFException("node " + connection + " closed the connection");
  }

  /** Waits for bytes and reads them straight into the caller's array; for use while the buffer is empty. */
  public int read(byte[] into, int from, int length, int millis) throws IOException {
    if (pending != null) {
      int n = fill(millis);
      return n > 0 ? take(into, from, length, millis) : n;
    }
    try {
      timeout(millis);
      return in.read(into, from, length);
    } catch (SocketTimeoutException e) {
      throw closed ? aborted.explained(new SocketException("Socket closed")) : e;
    } catch (IOException e) {
      throw aborted.explained(e);
    }
  }

  /** Closes the socket; any thread may call this. */
  void close() throws IOException {
    closed = true;
    PromptClose.of(socket);
  }

  private void timeout(int millis) throws IOException {
    if (timeout != millis) {
      socket.setSoTimeout(millis);
      timeout = millis;
    }
  }

  /** Takes buffered bytes, or else waits for some; -1 at the end of the stream. */
  public int take(byte[] into, int from, int length, int millis) throws IOException {
    int buffered = buffered();
    if (buffered == 0) {
      return read(into, from, length, millis);
    }
    int n = Math.min(length, buffered);
    System.arraycopy(bytes, start, into, from, n);
    consume(n);
    return n;
  }

  // ---- whole replies

  /**
   * Reads one reply whole, for replies that the agent looks at or keeps.
   *
   * @param millis how long to wait for more of it; 0 waits for ever
   * @throws IOException when it did not arrive whole; the connection has failed then
   */
  public byte[] readReply(int millis) throws IOException {
    ByteArrayOutputStream reply = new ByteArrayOutputStream(64);
    ReplyFramer framer = new ReplyFramer();
    framer.begin();
    while (!framer.atEnd()) {
      if (buffered() == 0) {
        fillOrEnd(millis);
      }
      int n = framer.feed(bytes, start, end) - start;
      reply.write(bytes, start, n);
      consume(n);
    }
    return reply.toByteArray();
  }

  /** The bytes as a stream, for replies that the agent parses itself. */
  InputStream stream(int millis) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        if (buffered() == 0 && fill(millis) <= 0) {
          return -1;
        }
        int b = bytes[start] & 0xFF;
        consume(1);
        return b;
      }

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        if (buffered() == 0 && fill(millis) <= 0) {
          return -1;
        }
        return take(into, from, length, millis);
      }
    };
  }
}
