package io.clusteragent.tests;

import java.util.Arrays;

/** Compares versions such as {@code 2.9.0} or {@code 8.0.0-beta1}; a suffix after the numbers does not count. */
record JedisVersion(String text) implements Comparable<JedisVersion> {

  @Override
  public int compareTo(JedisVersion other) {
    return Arrays.compare(numbers(), other.numbers());
  }

  boolean isAtLeast(JedisVersion other) {
    return compareTo(other) >= 0;
  }

  private int[] numbers() {
    int[] numbers = Arrays.stream(text.split("-")[0].split("\\."))
        .mapToInt(Integer::parseInt)
        .toArray();
    return Arrays.copyOf(numbers, 3);
  }

  @Override
  public String toString() {
    return text;
  }
}
