package io.clusteragent.session.state;

import java.io.IOException;

/**
 * Connects the application to data that arrive unrequested: subscriptions, MONITOR.
 *
 * <p>One thread reads it; another may write (un)subscriptions, as Jedis does. No lock is held while it is read.
 */
public interface Stream {

  /** Sends a command that belongs to the stream. */
  void write(CommandFrame frame) throws IOException;

  /** Whether its channels are sharded ones. */
  boolean isSharded();

  /** Whether the application has sent unsubscriptions from everything that it subscribed to. */
  boolean isOver();

  /** Whether the application has read the confirmation that it left its last channel. */
  boolean isRead();

  /** As {@link java.io.InputStream#read(byte[], int, int)}. */
  int read(byte[] into, int at, int room) throws IOException;

  /** Closes the stream with the application's connection; any thread may call it. */
  void close();

  /** Ends the stream; the application continues with ordinary commands. */
  void end();
}
