package io.clusteragent.audit;

import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.RequestReader;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Passes bytes on to the server, and the commands in them to the {@link CompatibilityCheck}. The bytes go on even if reading them
 * fails. The agent then leaves the rest of the connection unread.
 */
final class CommandWatch extends FilterOutputStream {
  /** A longer command that arrives in pieces is not kept. */
  private static final int LONGEST = 64 * 1024;

  /** A connection keeps a buffer of at most this many bytes from command to command. */
  private static final int KEPT = 8 * 1024;

  private final CompatibilityCheck judge;
  private final FindingLog log;
  private final Runnable whenLookedAt;
  private final Request request = new Request();
  private final RequestReader reader = new RequestReader();
  private ByteArrayOutputStream pieces = new ByteArrayOutputStream();
  private boolean collecting;
  private boolean tooLong;
  private boolean blind;

  /**
   * @param whenLookedAt run after each write of the application
   */
  CommandWatch(
      OutputStream server, CompatibilityCheck judge, FindingLog log, Runnable whenLookedAt) {
    super(server);
    this.judge = judge;
    this.log = log;
    this.whenLookedAt = whenLookedAt;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    out.write(bytes, from, length);
    lookSafely(bytes, from, from + length);
  }

  /** Never throws. Synchronized, since {@code unsubscribe()} comes from a thread of its own. */
  private synchronized void lookSafely(byte[] bytes, int from, int end) {
    if (blind) {
      return;
    }
    try {
      look(bytes, from, end);
      whenLookedAt.run();
    } catch (Throwable t) {
      blind = true;
      pieces = null;
      log.unseen();
    }
  }

  private void look(byte[] bytes, int from, int end) throws ProtocolException {
    int at = from;
    while (at < end) {
      int next =
          collecting ? RequestReader.INCOMPLETE : RequestReader.whole(bytes, at, end, request);
      if (next == RequestReader.INCOMPLETE) {
        next = collect(bytes, at, end);
      } else {
        judge.judge(request);
      }
      at = next;
    }
  }

  private int collect(byte[] bytes, int from, int end) throws ProtocolException {
    if (!collecting) {
      collecting = true;
      tooLong = false;
      reader.begin();
      pieces.reset();
    }
    int next = reader.feed(bytes, from, end, null, false);
    tooLong |= pieces.size() + next - from > LONGEST;
    if (!tooLong) {
      pieces.write(bytes, from, next - from);
    }
    if (reader.atEnd()) {
      collecting = false;
      judgePieces();
    }
    return next;
  }

  private void judgePieces() throws ProtocolException {
    byte[] whole = pieces.toByteArray();
    if (whole.length > KEPT) {
      pieces = new ByteArrayOutputStream();
    }
    if (!tooLong && RequestReader.whole(whole, 0, whole.length, request) == whole.length) {
      judge.judge(request);
    } else {
      log.unseen();
    }
  }
}
