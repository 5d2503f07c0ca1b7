package io.clusteragent.session.scan;

import java.util.BitSet;

/** How far a SCAN has come. Immutable, so that an application may go on from any of its cursors, and twice. */
public final class ScanPosition {
  private static final BitSet NONE = new BitSet();

  public final ScanPass pass;

  /** Which of the pass's visits is next; their number when all are made. */
  public final int visit;

  /** The cursor of that visit's node. */
  public final long cursor;

  /** The slots of visits that could not be made. Not to be changed. */
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

  /** Further on in the visit that is under way, or behind it when its node's cursor is 0 again. */
  public ScanPosition after(long newCursor) {
    return new ScanPosition(pass, newCursor == 0 ? visit + 1 : visit, newCursor, missed);
  }

  /** Behind a visit that cannot be made, or not be ended. */
  public ScanPosition without() {
    BitSet more = (BitSet) missed.clone();
    more.or(next().slots);
    return new ScanPosition(pass, visit + 1, 0, more);
  }
}
