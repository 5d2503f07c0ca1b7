package io.clusteragent.cluster.connection;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/**
 * Writes to one node: bytes wait here until they are worth a write.
 *
 * <p>Writing never throws. The first failure is kept, later bytes are dropped, and {@link #neverSent} says whether a command
 * can have reached the node.
 *
 * <p>Belongs to the thread that holds the node connection.
 */
final class NodeOutput {

  /** Bytes that are held back to be sent together; beyond, they go on without waiting for a flush. */
  private static final int BUFFER = 8192;

  private static final byte[] NO_BYTES = new byte[0];

  private final OutputStream out;
  private final AbortReason aborted;
  private byte[] bytes = NO_BYTES;
  private int end;
  private long appended;
  private long failedAt = Long.MAX_VALUE;
  private IOException failure;

  NodeOutput(Socket socket, AbortReason aborted) throws IOException {
    this.out = socket.getOutputStream();
    this.aborted = aborted;
  }

  /** Adds bytes to those that wait for the flush; about 8 KB go on without it. */
  void append(byte[] source, int from, int length) {
    if (length > BUFFER - end) {
      flush();
      if (length >= BUFFER) {
        send(source, from, length);
        return;
      }
    }
    if (bytes.length == 0) {
      bytes = new byte[BUFFER];
    }
    System.arraycopy(source, from, bytes, end, length);
    end += length;
  }

  /** How many bytes wait for the flush. */
  int unflushedBytes() {
    return end;
  }

  /** Sends what waits. */
  void flush() {
    int length = end;
    if (length > 0) {
      end = 0;
      send(bytes, 0, length);
    }
  }

  /** Sends bytes at once; what waits must have been flushed. */
  void send(byte[] source, int from, int length) {
    appended += length;
    if (failure == null) {
      try {
        out.write(source, from, length);
        out.flush();
      } catch (IOException e) {
        failure = aborted.explained(e);
        // The last byte of the piece that failed has not left: a command that ends there, or later,
        // never arrived.
        failedAt = appended;
      }
    }
  }

  /** Where the next byte will stand in all that was ever written here: the mark for {@link #neverSent}. */
  long mark() {
    return appended + end;
  }

  /** Whether a command that ends at the given mark certainly never reached the node. */
  boolean neverSent(long endMark) {
    return endMark >= failedAt;
  }

  /** What broke the connection, or {@code null}. */
  IOException failure() {
    return failure;
  }

  /** Nothing more is written. */
  void fail(IOException cause) {
    if (failure == null) {
      failure = cause;
      failedAt = appended + 1; // what has not been handed to the socket by now never will be
    }
  }

  /** Releases the buffer; for use while it is empty. */
  void dropBuffer() {
    bytes = NO_BYTES;
  }
}
