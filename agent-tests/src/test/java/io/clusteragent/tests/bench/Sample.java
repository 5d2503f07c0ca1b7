package io.clusteragent.tests.bench;

/**
 * What one slice of a mode gave.
 *
 * @param nanos its real length
 * @param allocatedBytes of the calling threads
 * @param clientCpuNanos processor time of the whole client process
 * @param serverCpuNanos processor time of the servers of the mode
 */
record Sample(
    long operations, long nanos, long allocatedBytes, long clientCpuNanos, long serverCpuNanos) {
  double operationsPerSecond() {
    return operations * 1e9 / nanos;
  }
}
