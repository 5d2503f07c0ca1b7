package io.clusteragent.session.state;

import io.clusteragent.command.Kind;

/**
 * Tracks WATCH and MULTI on a connection to a server of unknown kind.
 *
 * <p>The agent passes these commands on unchanged. If the server turns out to be a cluster node in the meantime, the session
 * routes commands only after the end of the transaction, because the server already holds one half of it.
 */
public final class PassedTransaction {
  /** The command is outside of a transaction. */
  public static final int OUTSIDE = 0;

  /** The command is inside of a transaction. */
  static final int INSIDE = -1;

  private boolean watching;
  private boolean queueing;
  private int watchOpener;
  private int multiOpener;
  private int openers;

  boolean isOpen() {
    return watching || queueing;
  }

  /**
   * Records a command that is sent.
   *
   * @return its place: {@link #OUTSIDE}, {@link #INSIDE}, or the number of an opening command, for {@link #refused}
   */
  public int record(Kind kind) {
    switch (kind) {
      case WATCH:
        if (isOpen()) {
          return INSIDE;
        }
        watching = true;
        watchOpener = ++openers;
        return watchOpener;
      case MULTI:
        if (queueing) {
          return INSIDE;
        }
        queueing = true;
        multiOpener = ++openers;
        return multiOpener;
      case EXEC:
      case DISCARD:
        if (queueing) {
          end();
        }
        return INSIDE;
      case UNWATCH:
        watching = watching && queueing;
        return INSIDE;
      default:
        return isOpen() ? INSIDE : OUTSIDE;
    }
  }

  /** Whether a command may be sent while its effect is tracked. That excludes commands that change the connection at EXEC. */
  public boolean isFollowed(Kind kind) {
    switch (kind) {
      case MULTI:
      case EXEC:
      case DISCARD:
      case WATCH:
      case UNWATCH:
      case RESET:
      case QUIT:
        return true;
      default:
        return !queueing || !kind.changesConnection();
    }
  }

  /** Ends the transaction, by RESET or another command. */
  public void end() {
    watching = false;
    queueing = false;
  }

  /** Handles an error reply to a command; an opening command that failed has opened nothing. */
  public void refused(int place) {
    watching &= place != watchOpener;
    queueing &= place != multiOpener;
  }
}
