package io.clusteragent.session.send;

import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.Session;

/**
 * The way of a command that the application writes in pieces: to its node, and into the log.
 *
 * <p>A client writes the head of a large value, the value and its line end apart, and a server that gets them apart wakes three
 * times. So what is kept in the log anyway waits there for the command's end, to go in one write.
 */
public final class StreamedCommand {

  /** More than so many bytes do not wait. */
  private static final int MAX_UNSENT = 128 * 1024;

  private final Session session;
  private final CommandSender sender;

  /** The command, or {@code null} when none is under way. */
  private PendingCommand command;

  /** Of its bytes in the log, how many its node has not been given yet, and where they start. */
  private int unsentBytes;

  private int unsentFrom;

  public StreamedCommand(Session session, CommandSender sender) {
    this.session = session;
    this.sender = sender;
  }

  /** Whether a command is under way. */
  public boolean isOpen() {
    return command != null;
  }

  /**
   * Starts with a command of which nothing was written yet.
   *
   * @param bytes how many are known to come
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

  /** Takes the next piece. */
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

  /** In steps, so that the node reads one and the processor's cache still holds it while it is copied. */
  private void sendLarge(byte[] bytes, int from, int end) {
    for (int at = from, step; at < end; at += step) {
      step = Math.min(MAX_UNSENT, end - at);
      send(bytes, at, step);
      session.log.append(command, bytes, at, step);
    }
    unsentFrom = session.log.size();
  }

  /** Gives the node what waits. */
  public void flush() {
    if (unsentBytes > 0) {
      send(session.log.bytes(), unsentFrom, unsentBytes);
      unsentFrom += unsentBytes;
      unsentBytes = 0;
    }
  }

  /** The command is all there. */
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
