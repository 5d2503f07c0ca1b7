package io.clusteragent.tests.settings;

import io.clusteragent.tests.ForkedJvm;
import java.util.List;

/** A cluster as it is found in the real world, and what happens to it while a service works. Started by its constructor. */
abstract class Setting implements AutoCloseable {
  static final String LOOPBACK = "127.0.0.1";

  /** The host that the service connects to. */
  String host() {
    return LOOPBACK;
  }

  /** The port that the service connects to. */
  abstract int port();

  /** Gives the service what it needs besides the address. */
  void configure(ForkedJvm jvm, String jedis) {}

  /** The Jedis lines that know it; none for all. */
  List<String> lines() {
    return List.of();
  }

  /** Whether the first act happens when the service has connected, before its first round of work. */
  boolean beginsWithAnAct() {
    return false;
  }

  /** What happens between two rounds of work, in this order. */
  List<String> acts() {
    return List.of();
  }

  /** Lets something happen, and returns when the cluster serves all slots again. */
  void act(String act) {
    throw new IllegalArgumentException(act);
  }

  /** The longest time that a round may spend in one kind of work. */
  long longestMillis() {
    return 3_000;
  }

  @Override
  public abstract void close();
}
