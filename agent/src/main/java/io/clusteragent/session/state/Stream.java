package io.clusteragent.session.state;

import java.io.IOException;

/**
 * The application's connection while what arrives goes to it unasked: subscriptions, MONITOR.
 *
 * <p>Read by one thread; (un)subscriptions may be written by another, as Jedis does. No lock is held while reading.
 */
public interface Stream {

  /** Takes a command that belongs to the stream. */
  void write(CommandFrame frame) throws IOException;

  /** Whether its channels are sharded ones. */
  boolean isSharded();

  /** Whether the application has left all that it subscribed to. */
  boolean isOver();

  /** Whether the application has read that it left its last channel. */
  boolean isRead();

  /** As {@link java.io.InputStream#read(byte[], int, int)}. */
  int read(byte[] into, int at, int room) throws IOException;

  /** The application's connection is closed, by whichever thread. */
  void close();

  /** The application goes on with ordinary commands. */
  void end();
}
