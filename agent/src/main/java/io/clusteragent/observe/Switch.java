package io.clusteragent.observe;

/** Something that can be on or off. */
public interface Switch {
  boolean isOn();

  void turn(boolean on);
}
