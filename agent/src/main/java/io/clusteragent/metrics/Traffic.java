package io.clusteragent.metrics;

/**
 * The commands of one connection, until all their replies have been read and they are counted together. Of the thread
 * that holds the connection.
 */
public final class Traffic {
  /** One command in so many is timed; a power of two. Twice {@link System#nanoTime} for each would be felt. */
  private static final int TIMED = 16;

  /** Not the first one, which finds everything cold. */
  private static final int WHICH = 3;

  private int sent;
  private int alone;
  private long since;

  /** A command is about to be sent. */
  public void sent() {
    sent++;
    since =
        0; // one that another follows is not timed: when its reply is read is up to the application
  }

  /** The command announced by {@link #sent} leaves now, and nobody waits for any other on this connection. */
  public void alone() {
    if ((alone++ & TIMED - 1) == WHICH) {
      since = System.nanoTime();
    }
  }

  /** The command sent last takes its time on purpose. */
  public void untimed() {
    since = 0;
  }

  /**
   * No reply is outstanding any more.
   *
   * @param node where to count
   * @param replied whether the last command got its reply
   */
  public void settled(Metrics node, boolean replied) {
    if (sent > 0) {
      node.add(Count.COMMANDS, sent);
      sent = 0;
    }
    if (since != 0) {
      if (replied) {
        node.times().record(System.nanoTime() - since);
      }
      since = 0;
    }
  }
}
