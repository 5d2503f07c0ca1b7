package io.clusteragent.command;

import java.util.Arrays;

/** Holds the argument indexes of a command's keys, in their order. Its owner reuses it from command to command. */
public final class KeyPositions {
  private int[] indexes = new int[16];
  private int size;

  /** Number of keys. */
  public int size() {
    return size;
  }

  /** The argument index of key {@code i}, counted from 0. */
  public int get(int i) {
    return indexes[i];
  }

  /** Prepares for the next command. */
  public void clear() {
    size = 0;
  }

  void add(int index) {
    if (size == indexes.length) {
      indexes = Arrays.copyOf(indexes, size * 2);
    }
    indexes[size++] = index;
  }

  @Override
  public String toString() {
    return Arrays.toString(Arrays.copyOf(indexes, size));
  }
}
