package io.clusteragent.session.state;

/**
 * Queues the commands whose replies the application has not read, oldest first.
 *
 * <p>A ring of reused entries; owned by its session.
 */
public final class PendingCommands {
  private static final int INITIAL = 4;
  private static final int KEPT = 1024;

  private PendingCommand[] ring = entries(INITIAL);
  private int head;
  private int size;

  public boolean isEmpty() {
    return size == 0;
  }

  public int size() {
    return size;
  }

  /** Returns the oldest command, or {@code null}. */
  public PendingCommand head() {
    return size == 0 ? null : ring[head];
  }

  /** Returns the entry at a distance from the oldest one. */
  public PendingCommand get(int distance) {
    return ring[head + distance & ring.length - 1];
  }

  /** Adds an entry at the end, for the caller to fill. */
  public PendingCommand add() {
    if (size == ring.length) {
      grow();
    }
    return ring[head + size++ & ring.length - 1];
  }

  public void removeHead() {
    head = head + 1 & ring.length - 1;
    if (--size == 0 && ring.length > KEPT) {
      // After a pipeline of, say, 100,000 commands the session gives the memory back.
      ring = entries(INITIAL);
      head = 0;
    }
  }

  /** No pending command has to succeed any more. */
  void waiveSuccess() {
    for (int i = 0; i < size; i++) {
      get(i).waiveSuccess();
    }
  }

  void clear() {
    while (size > 0) {
      removeHead();
    }
  }

  private void grow() {
    PendingCommand[] larger = new PendingCommand[ring.length * 2];
    for (int i = 0; i < larger.length; i++) {
      larger[i] = i < size ? get(i) : new PendingCommand();
    }
    ring = larger;
    head = 0;
  }

  private static PendingCommand[] entries(int count) {
    PendingCommand[] entries = new PendingCommand[count];
    for (int i = 0; i < count; i++) {
      entries[i] = new PendingCommand();
    }
    return entries;
  }
}
