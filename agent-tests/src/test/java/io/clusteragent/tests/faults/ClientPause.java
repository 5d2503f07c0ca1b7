package io.clusteragent.tests.faults;

/**
 * Pauses the clients of a master with CLIENT PAUSE.
 *
 * @param mode {@code ALL} or {@code WRITE}
 */
record ClientPause(String name, int shard, long millis, String mode) implements Fault {
  @Override
  public void inject(FaultContext context) throws InterruptedException {
    context.affects(shard);
    context.master(shard).ask("CLIENT", "PAUSE", Long.toString(millis), mode);
    FaultContext.hold(millis);
    context.cluster().awaitStable();
  }

  @Override
  public PermittedErrors permittedErrors() {
    return PermittedErrors.NOTHING;
  }
}
