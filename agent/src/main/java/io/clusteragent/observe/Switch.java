package io.clusteragent.observe;

/** Turns something on or off. */
public interface Switch {
  boolean isOn();

  void turn(boolean on);
}
