package io.clusteragent.tests.faults;

import java.util.ArrayList;
import java.util.List;

/** What the {@link Oracle} has found. Counts writes, except where it says otherwise. */
final class Verdict {
  private static final int EXAMPLES = 5;

  private int duplicated;
  private int lost;
  private int lostByServers;
  private int reordered;
  private int ghosts;
  private int torn;
  private final List<String> examples = new ArrayList<>();

  /** Done more often than it was asked for. */
  int duplicated() {
    return duplicated;
  }

  /** Acknowledged, not there, and not explained by the replacement of a master. */
  int lost() {
    return lost;
  }

  /** Acknowledged by a master that was replaced before it had replicated them. */
  int lostByServers() {
    return lostByServers;
  }

  /** Acknowledged and done after a later one of the same thread to the same key. */
  int reordered() {
    return reordered;
  }

  /** Done although the client said that they were not, or never asked for. */
  int ghosts() {
    return ghosts;
  }

  /** Reads that saw one half of a write to two keys. */
  int torn() {
    return torn;
  }

  /** The first few findings that are a client's fault. */
  List<String> examples() {
    return examples;
  }

  boolean isClean() {
    return duplicated + lost + reordered + ghosts + torn == 0;
  }

  void addDuplicated(int count, String example) {
    duplicated += count;
    note(count, "duplicated", example);
  }

  void addLost(int count, String example) {
    lost += count;
    note(count, "lost", example);
  }

  void addLostByServers(int count) {
    lostByServers += count;
  }

  void addReordered(int count, String example) {
    reordered += count;
    note(count, "reordered", example);
  }

  void addGhosts(int count, String example) {
    ghosts += count;
    note(count, "done though refused", example);
  }

  void addTorn(String example) {
    torn++;
    note(1, "torn", example);
  }

  private void note(int count, String what, String example) {
    if (count > 0 && examples.size() < EXAMPLES) {
      examples.add(count + " " + what + ": " + example);
    }
  }

  @Override
  public String toString() {
    return duplicated + " duplicated, " + lost + " lost, " + lostByServers
        + " lost by the servers, "
        + reordered + " reordered, " + ghosts + " done though refused, " + torn + " torn "
        + examples;
  }
}
