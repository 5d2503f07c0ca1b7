package io.clusteragent.metrics;

/**
 * Counts a connection's commands, all together once their replies have been read.
 *
 * <p>Owned by the thread that holds the connection.
 */
public final class Traffic {
  /** One command in this many is timed; a power of two. Two {@link System#nanoTime} for each command would be felt. */
  private static final int TIMED = 16;

  /** Which one of them is timed. Not the first one: for it, everything is still cold. */
  private static final int WHICH = 3;

  /** Written before the first connection is made. */
  private static int mask = TIMED - 1;

  private int sent;
  private int alone;
  private long since;
  private long took;

  /** Times every command that is sent alone from now on, so that each slow one is reported. */
  public static void timeEach() {
    mask = 0;
  }

  /** A command is about to be sent. */
  public void sent() {
    sent++;
    // Not timed if another command follows: when its reply is read is up to the application.
    since = 0;
  }

  /** The command announced by {@link #sent} is sent now, and no other reply is outstanding on this connection. */
  public void alone() {
    if ((alone++ & mask) == (WHICH & mask)) {
      since = System.nanoTime();
    }
  }

  /** Excludes the command sent last from timing, since it waits on purpose. */
  public void untimed() {
    since = 0;
  }

  /**
   * Counts the commands: no reply is outstanding any more.
   *
   * @param node the node that the commands count for
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
