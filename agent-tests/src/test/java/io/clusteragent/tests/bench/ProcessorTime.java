package io.clusteragent.tests.bench;

import java.time.Duration;

/** Reads the processor time of processes from the system: on Linux in steps of 10 ms. */
final class ProcessorTime {
  private ProcessorTime() {}

  static long nanosOf(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .map(Duration::toNanos)
        .orElseThrow(() ->
            new IllegalStateException("process " + pid + " is gone, or its time is not told"));
  }
}
