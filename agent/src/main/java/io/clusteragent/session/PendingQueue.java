package io.clusteragent.session;

/** The commands whose replies the application has not read, oldest first: a ring of reused entries. */
final class PendingQueue {
  private static final int INITIAL = 4;
  private static final int KEPT = 1024;

  private Pending[] ring = entries(INITIAL);
  private int head;
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** The oldest, or {@code null}. */
  Pending head() {
    return size == 0 ? null : ring[head];
  }

  /** The entry at a distance from the oldest. */
  Pending get(int distance) {
    return ring[head + distance & ring.length - 1];
  }

  /** A new entry at the end, for the caller to fill. */
  Pending add() {
    if (size == ring.length) {
      grow();
    }
    return ring[head + size++ & ring.length - 1];
  }

  void removeHead() {
    head = head + 1 & ring.length - 1;
    if (--size == 0 && ring.length > KEPT) {
      ring = entries(
          INITIAL); // a pipeline of 100,000 commands shall not weigh on the session for ever
      head = 0;
    }
  }

  void clear() {
    while (size > 0) {
      removeHead();
    }
  }

  private void grow() {
    Pending[] larger = new Pending[ring.length * 2];
    for (int i = 0; i < larger.length; i++) {
      larger[i] = i < size ? get(i) : new Pending();
    }
    ring = larger;
    head = 0;
  }

  private static Pending[] entries(int count) {
    Pending[] entries = new Pending[count];
    for (int i = 0; i < count; i++) {
      entries[i] = new Pending();
    }
    return entries;
  }
}
