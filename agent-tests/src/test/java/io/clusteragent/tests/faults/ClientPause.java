package io.clusteragent.tests.faults;

/**
 * CLIENT PAUSE of a master.
 *
 * @param mode {@code ALL} or {@code WRITE}
 */
record ClientPause(String name, int shard, long millis, String mode) implements Fault {
  @Override
  public void strike(Scene scene) throws InterruptedException {
    scene.strikes(shard);
    scene.master(shard).ask("CLIENT", "PAUSE", Long.toString(millis), mode);
    Scene.hold(millis);
    scene.cluster().awaitStable();
  }

  @Override
  public Shown shown() {
    return Shown.NOTHING;
  }
}
