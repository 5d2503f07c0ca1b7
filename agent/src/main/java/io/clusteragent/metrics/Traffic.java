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

  /** Written before the first connection is made. */
  private static int mask = TIMED - 1;

  private int sent;
  private int alone;
  private long since;
  private long took;

  /** From now on every command that is sent alone is timed: somebody wants to know of each slow one. */
  public static void timeEach() {
    mask = 0;
  }

  /** A command is about to be sent. */
  public void sent() {
    sent++;
    since =
        0; // one that another follows is not timed: when its reply is read is up to the application
  }

  /** The command announced by {@link #sent} leaves now, and nobody waits for any other on this connection. */
  public void alone() {
    if ((alone++ & mask) == (WHICH & mask)) {
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
    took = 0;
    if (since != 0) {
      if (replied) {
        took = System.nanoTime() - since;
        node.times().record(took);
      }
      since = 0;
    }
  }

  /** How long the command settled last took, in nanoseconds; 0 when it was not timed. */
  public long took() {
    return took;
  }
}
