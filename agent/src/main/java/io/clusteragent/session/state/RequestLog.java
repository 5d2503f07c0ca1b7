package io.clusteragent.session.state;

import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.RequestReader;
import io.clusteragent.session.bytes.BufferPool;
import java.io.IOException;

/**
 * The bytes of the commands whose replies are outstanding, kept to send a command again when a node refuses it. Emptied
 * when nothing is outstanding any more.
 *
 * <p>Bounded: beyond {@link #LIMIT} bytes a command is not kept, and a redirection of it reaches the application as the
 * error that the server sent.
 */
public final class RequestLog {

  /** At most so many bytes are kept for one connection of the application. */
  public static final int LIMIT = 64 * 1024 * 1024;

  private static final int KEPT = 64 * 1024;

  private static final int SMALL = 512;

  private final Request request = new Request();
  private byte[] bytes = new byte[SMALL];
  private int size;
  private boolean open;

  /** What the application wrote last, as long as it is being read; {@code null} in between. */
  private byte[] piece;

  private int pieceEnd;

  /** What has to be added to an index of the piece to get its place here; -1 while the piece is not kept yet. */
  private int pieceShift = -1;

  /** Starts a command. */
  void begin(PendingCommand pending) {
    pending.keptAt(size, 0);
    open = true;
  }

  /** The application wrote this piece, in which commands may lie whole: they are kept together, by one copy. */
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

  /** Keeps a command that is there in full. */
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
   * Adds to the command started last.
   *
   * @return whether it is kept. Once it is not, {@link #bytes()} holds what was added before until the next addition.
   */
  public boolean append(PendingCommand pending, byte[] from, int offset, int length) {
    if (open && length > LIMIT - size) {
      giveUp(pending);
    }
    if (open) {
      ensure(length);
      System.arraycopy(from, offset, bytes, size, length);
      size += length;
      pending.keptMore(length);
    }
    return open;
  }

  /** Makes room for bytes that are announced, or gives the command started last up at once. */
  public void announce(PendingCommand pending, long length) {
    if (open && length > LIMIT - size) {
      giveUp(pending);
    } else if (open) {
      ensure((int) length);
    }
  }

  /** Keeps other bytes in place of a command's; where no room is left for them, the command stays as it is. */
  public boolean replace(PendingCommand pending, byte[] with) {
    if (with.length > LIMIT - size) {
      return false;
    }
    begin(pending);
    return append(pending, with, 0, with.length);
  }

  /** A command that is kept, taken apart; until the next call. */
  public Request request(PendingCommand pending) throws IOException {
    RequestReader.whole(
        bytes, pending.logStart(), pending.logStart() + pending.logLength(), request);
    return request;
  }

  private void giveUp(PendingCommand pending) {
    size = pending.logStart();
    pending.notKept();
    open = false;
  }

  public byte[] bytes() {
    return bytes;
  }

  /** Where the next byte will stand in {@link #bytes()}. */
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
