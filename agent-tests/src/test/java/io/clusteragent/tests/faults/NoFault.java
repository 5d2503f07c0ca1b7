package io.clusteragent.tests.faults;

/** No fault: it shows the stalls that come from the machine. */
record NoFault(String name, long millis) implements Fault {
  @Override
  public void inject(FaultContext context) throws InterruptedException {
    FaultContext.hold(millis);
  }

  @Override
  public PermittedErrors permittedErrors() {
    return PermittedErrors.NOTHING;
  }
}
