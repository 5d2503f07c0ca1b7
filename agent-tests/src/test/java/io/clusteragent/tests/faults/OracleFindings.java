package io.clusteragent.tests.faults;

import java.util.ArrayList;
import java.util.List;

/** Counts the errors that the {@link Oracle} finds: writes, unless stated otherwise. */
final class OracleFindings {
  private static final int EXAMPLES = 5;

  private int duplicated;
  private int lost;
  private int lostByServers;
  private int reordered;
  private int ghosts;
  private int torn;
  private final List<String> examples = new ArrayList<>();

  /** Writes that were executed more often than they were sent. */
  int duplicated() {
    return duplicated;
  }

  /** Acknowledged writes that are missing, and that the replacement of a master does not explain. */
  int lost() {
    return lost;
  }

  /** Writes that a master acknowledged, but had not replicated before it was replaced. */
  int lostByServers() {
    return lostByServers;
  }

  /** Acknowledged writes that were executed after a later write of the same thread to the same key. */
  int reordered() {
    return reordered;
  }

  /** Writes that were executed although the client reported that they were not, or that were never sent. */
  int ghosts() {
    return ghosts;
  }

  /** Reads that returned one half of a write to two keys. */
  int torn() {
    return torn;
  }

  /** The first few errors that a client has caused. */
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
