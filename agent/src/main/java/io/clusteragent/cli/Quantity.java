package io.clusteragent.cli;

import io.clusteragent.cluster.topology.HashSlot;

/** Writes a number with the singular or the plural of what it counts. */
final class Quantity {

  private Quantity() {}

  static String of(long number, String singular, String plural) {
    return number + " " + (number == 1 ? singular : plural);
  }

  /** How many of all slots have a quality, such as {@code 1 of 16384 slots is covered}. */
  static String ofSlots(long number, String quality) {
    String slots = "of " + HashSlot.COUNT + " slots ";
    return of(number, slots + "is " + quality, slots + "are " + quality);
  }
}
