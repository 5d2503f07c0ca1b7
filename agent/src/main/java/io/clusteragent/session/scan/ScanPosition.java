package io.clusteragent.session.scan;

import java.util.BitSet;

/**
 * Marks how far a SCAN has come.
 *
 * <p>Immutable, so that an application can continue from any of its cursors, and more than once.
 */
public final class ScanPosition {
  private static final BitSet NONE = new BitSet();

  public final ScanPass pass;

  /** The number of the pass's next visit; the number of visits when all are completed. */
  public final int visit;

  /** The cursor of that visit's node. */
  public final long cursor;

  /** The slots of visits that could not be completed. Read-only. */
  public final BitSet missed;

  public ScanPosition(ScanPass pass, int visit, long cursor) {
    this(pass, visit, cursor, NONE);
  }

  private ScanPosition(ScanPass pass, int visit, long cursor, BitSet missed) {
    this.pass = pass;
    this.visit = visit;
    this.cursor = cursor;
    this.missed = missed;
  }

  public boolean atEnd() {
    return visit == pass.visits().size();
  }

  public ScanPass.Visit next() {
    return pass.visits().get(visit);
  }

  /** Returns the position with the node's new cursor; a cursor of 0 ends the visit. */
  public ScanPosition withCursor(long newCursor) {
    return new ScanPosition(pass, newCursor == 0 ? visit + 1 : visit, newCursor, missed);
  }

  /** Returns the position behind a visit that could not be completed. */
  public ScanPosition skipVisit() {
    BitSet more = (BitSet) missed.clone();
    more.or(next().slots);
    return new ScanPosition(pass, visit + 1, 0, more);
  }
}
