package io.clusteragent.tests.bench;

/**
 * The result of one slice of a mode.
 *
 * @param nanos the elapsed time of the slice
 * @param allocatedBytes the bytes that the calling threads allocated
 * @param clientCpuNanos processor time of the whole client process
 * @param serverCpuNanos processor time of the servers of the mode
 */
record Sample(
    long operations, long nanos, long allocatedBytes, long clientCpuNanos, long serverCpuNanos) {
  double operationsPerSecond() {
    return operations * 1e9 / nanos;
  }
}
