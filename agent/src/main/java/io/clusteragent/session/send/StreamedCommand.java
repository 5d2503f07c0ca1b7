package io.clusteragent.session.send;

import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.Session;

/**
 * Sends a command that the application writes in pieces, and keeps it in the log.
 *
 * <p>A client writes the header of a large value, the value and its line end separately, and a server that receives them
 * separately wakes up three times. So the pieces, which the log keeps anyway, wait there for the command's end and go in one
 * write.
 */
public final class StreamedCommand {

  /** The most bytes that wait. */
  private static final int MAX_UNSENT = 128 * 1024;

  private final Session session;
  private final CommandSender sender;

  /** The command; {@code null} when none is open. */
  private PendingCommand command;

  /** The number of its bytes in the log that are not sent yet. They begin at {@link #unsentFrom}. */
  private int unsentBytes;

  private int unsentFrom;

  public StreamedCommand(Session session, CommandSender sender) {
    this.session = session;
    this.sender = sender;
  }

  /** Whether a command has begun and not ended. */
  public boolean isOpen() {
    return command != null;
  }

  /**
   * Begins a command of which nothing was written yet.
   *
   * @param bytes the number of bytes that are known to follow
   */
  public void begin(PendingCommand pending, long bytes) {
    command = pending;
    session.log.announce(pending, bytes);
    unsentFrom = session.log.size();
    if (pending.connection() != null) {
      // A failure from here on leaves the command unfinished, and so not executed.
      pending.writtenInPart();
    }
  }

  /** Adds the next piece. */
  public void append(byte[] bytes, int from, int length) {
    if (length > MAX_UNSENT) {
      flush();
      sendLarge(bytes, from, from + length);
    } else if (session.log.append(command, bytes, from, length)) {
      unsentBytes += length;
      if (unsentBytes >= MAX_UNSENT) {
        flush();
      }
    } else {
      flush();
      send(bytes, from, length);
    }
  }

  /** Sends a large piece in steps: the node reads one while it is copied to the log from the processor's cache. */
  private void sendLarge(byte[] bytes, int from, int end) {
    for (int at = from, step; at < end; at += step) {
      step = Math.min(MAX_UNSENT, end - at);
      send(bytes, at, step);
      session.log.append(command, bytes, at, step);
    }
    unsentFrom = session.log.size();
  }

  /** Sends all bytes that wait. */
  public void flush() {
    if (unsentBytes > 0) {
      send(session.log.bytes(), unsentFrom, unsentBytes);
      unsentFrom += unsentBytes;
      unsentBytes = 0;
    }
  }

  /** Ends the command: all its pieces have arrived. */
  public void end() {
    flush();
    if (command.connection() != null) {
      command.written();
    }
    command = null;
  }

  private void send(byte[] bytes, int from, int length) {
    if (command.connection() != null) {
      sender.append(command.connection(), bytes, from, length);
    }
  }
}
