package io.clusteragent.session.state;

import io.clusteragent.command.Kind;

/**
 * Follows WATCH and MULTI on a connection to a server whose nature is not known yet.
 *
 * <p>There they go to the server as they are. If the server turns out to be a cluster node meanwhile, the session routes
 * commands only after the transaction's end: the server holds one half of it already.
 */
public final class PassedTransaction {
  /** The command stands outside. */
  public static final int OUTSIDE = 0;

  /** The command stands inside. */
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
   * Notes a command that is sent.
   *
   * @return where it stands: {@link #OUTSIDE}, {@link #INSIDE}, or the number of an opener, for {@link #refused}
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

  /** Whether a command may be sent and what comes of it be followed: not what changes the connection at EXEC. */
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

  /** RESET, or another end. */
  public void end() {
    watching = false;
    queueing = false;
  }

  /** The server answered a command with an error: one that was to open something did not. */
  public void refused(int place) {
    watching &= place != watchOpener;
    queueing &= place != multiOpener;
  }
}
