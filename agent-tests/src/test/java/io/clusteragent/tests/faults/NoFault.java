package io.clusteragent.tests.faults;

/** No fault: what stalls now is the machine's. */
record Calm(String name, long millis) implements Fault {
  @Override
  public void strike(Scene scene) throws InterruptedException {
    Scene.hold(millis);
  }

  @Override
  public Shown shown() {
    return Shown.NOTHING;
  }
}
