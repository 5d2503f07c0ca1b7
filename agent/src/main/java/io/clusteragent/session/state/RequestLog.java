package io.clusteragent.session.state;

import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.RequestReader;
import io.clusteragent.session.bytes.BufferPool;
import java.io.IOException;

/**
 * Keeps the bytes of outstanding commands, to send one again when a node refuses it.
 *
 * <p>It is emptied when nothing is outstanding any more.
 *
 * <p>Bounded: beyond {@link #LIMIT} bytes a command is not kept, and a redirection of it reaches the application as the error
 * that the server sent.
 */
public final class RequestLog {

  /** The most bytes that are kept for one connection of the application. */
  public static final int LIMIT = 64 * 1024 * 1024;

  private static final int KEPT = 64 * 1024;

  private static final int SMALL = 512;

  private final Request request = new Request();
  private byte[] bytes = new byte[SMALL];
  private int size;
  private boolean open;

  /** The piece that the application wrote last, while its commands are read; {@code null} otherwise. */
  private byte[] piece;

  private int pieceEnd;

  /** The difference between an index here and the same index in the piece; -1 while the piece is not kept. */
  private int pieceShift = -1;

  /** Begins a command. */
  void begin(PendingCommand pending) {
    pending.keptAt(size, 0);
    open = true;
  }

  /** Begins a piece that the application wrote; its complete commands are kept together, by one copy. */
  public void beginPiece(byte[] array, int end) {
    piece = array;
    pieceEnd = end;
    pieceShift = -1;
  }

  public void endPiece() {
    piece = null;
  }

  /** Whether a command of this length would be kept. */
  public boolean hasRoom(int length) {
    return length <= LIMIT - size;
  }

  /** Keeps a complete command. */
  public void keep(PendingCommand pending, CommandFrame frame) {
    byte[] from = frame.bytes();
    int offset = frame.start();
    int length = frame.length();
    if (from != piece || pieceEnd - offset > LIMIT - size && pieceShift < 0) {
      begin(pending);
      append(pending, from, offset, length);
      return;
    }
    if (pieceShift < 0) {
      ensure(pieceEnd - offset);
      System.arraycopy(from, offset, bytes, size, pieceEnd - offset);
      pieceShift = size - offset;
      size += pieceEnd - offset;
    }
    pending.keptAt(offset + pieceShift, length);
  }

  /**
   * Adds to the command that was begun last.
   *
   * @return whether it is kept. If not, {@link #bytes()} still contains the bytes that were added before, until the next
   *     addition.
   */
  public boolean append(PendingCommand pending, byte[] from, int offset, int length) {
    if (open && length > LIMIT - size) {
      stopKeeping(pending);
    }
    if (open) {
      ensure(length);
      System.arraycopy(from, offset, bytes, size, length);
      size += length;
      pending.keptMore(length);
    }
    return open;
  }

  /** Makes room for announced bytes, or stops keeping the command that was begun last. */
  public void announce(PendingCommand pending, long length) {
    if (open && length > LIMIT - size) {
      stopKeeping(pending);
    } else if (open) {
      ensure((int) length);
    }
  }

  /** Replaces a command's bytes; when there is no room for the new ones, the command stays unchanged. */
  public boolean replace(PendingCommand pending, byte[] with) {
    if (with.length > LIMIT - size) {
      return false;
    }
    begin(pending);
    return append(pending, with, 0, with.length);
  }

  /** Returns a kept command as a request, which is valid until the next call. */
  public Request request(PendingCommand pending) throws IOException {
    RequestReader.whole(
        bytes, pending.logStart(), pending.logStart() + pending.logLength(), request);
    return request;
  }

  private void stopKeeping(PendingCommand pending) {
    size = pending.logStart();
    pending.notKept();
    open = false;
  }

  public byte[] bytes() {
    return bytes;
  }

  /** Returns the index of the next byte in {@link #bytes()}. */
  public int size() {
    return size;
  }

  /** Forgets everything. */
  void clear() {
    size = 0;
    pieceShift = -1;
    if (bytes.length > KEPT) {
      BufferPool.release(bytes);
      bytes = new byte[SMALL];
    }
  }

  private void ensure(int more) {
    if (more > bytes.length - size) {
      int wanted = (int) Math.min(Math.max((long) size + more, 2L * bytes.length), LIMIT);
      byte[] larger = wanted > KEPT ? BufferPool.take(wanted) : new byte[wanted];
      System.arraycopy(bytes, 0, larger, 0, size);
      if (bytes.length > KEPT) {
        BufferPool.release(bytes);
      }
      bytes = larger;
    }
  }
}
