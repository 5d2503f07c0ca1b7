package io.clusteragent.audit;

import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.RequestReader;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Forwards bytes to the server, and passes the commands in them to the {@link CompatibilityCheck}. When reading a command fails,
 * the bytes are forwarded nevertheless, and the agent no longer reads the commands of this connection.
 */
final class CommandWatch extends FilterOutputStream {
  /** A longer command that arrives in pieces is not collected, and counts as unread. */
  private static final int MAX_COLLECTED_BYTES = 64 * 1024;

  /** Between two commands, a connection keeps a buffer of at most this many bytes. */
  private static final int MAX_KEPT_BYTES = 8 * 1024;

  private final CompatibilityCheck check;
  private final FindingLog log;
  private final Runnable afterWrite;
  private final Request request = new Request();
  private final RequestReader reader = new RequestReader();
  private ByteArrayOutputStream collected = new ByteArrayOutputStream();
  private boolean collecting;
  private boolean tooLong;
  private boolean failed;

  /**
   * @param whenLookedAt run after each write of the application
   */
  CommandWatch(
      OutputStream server, CompatibilityCheck check, FindingLog log, Runnable whenLookedAt) {
    super(server);
    this.check = check;
    this.log = log;
    this.afterWrite = whenLookedAt;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    out.write(bytes, from, length);
    inspectSafely(bytes, from, from + length);
  }

  /** Never throws. Synchronized, because the application may call {@code unsubscribe()} in another thread. */
  private synchronized void inspectSafely(byte[] bytes, int from, int end) {
    if (failed) {
      return;
    }
    try {
      inspect(bytes, from, end);
      afterWrite.run();
    } catch (Throwable t) {
      failed = true;
      collected = null;
      log.addUnread();
    }
  }

  private void inspect(byte[] bytes, int from, int end) throws ProtocolException {
    int at = from;
    while (at < end) {
      int next =
          collecting ? RequestReader.INCOMPLETE : RequestReader.whole(bytes, at, end, request);
      if (next == RequestReader.INCOMPLETE) {
        next = collect(bytes, at, end);
      } else {
        check.check(request);
      }
      at = next;
    }
  }

  private int collect(byte[] bytes, int from, int end) throws ProtocolException {
    if (!collecting) {
      collecting = true;
      tooLong = false;
      reader.begin();
      collected.reset();
    }
    int next = reader.feed(bytes, from, end, null, false);
    tooLong |= collected.size() + next - from > MAX_COLLECTED_BYTES;
    if (!tooLong) {
      collected.write(bytes, from, next - from);
    }
    if (reader.atEnd()) {
      collecting = false;
      checkCollected();
    }
    return next;
  }

  private void checkCollected() throws ProtocolException {
    byte[] whole = collected.toByteArray();
    if (whole.length > MAX_KEPT_BYTES) {
      collected = new ByteArrayOutputStream();
    }
    if (!tooLong && RequestReader.whole(whole, 0, whole.length, request) == whole.length) {
      check.check(request);
    } else {
      log.addUnread();
    }
  }
}
