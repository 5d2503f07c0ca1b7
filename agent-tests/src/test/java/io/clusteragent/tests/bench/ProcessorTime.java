package io.clusteragent.tests.bench;

import java.time.Duration;

/** Processor time of processes, as the system accounts it: on Linux in steps of 10 ms. */
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
