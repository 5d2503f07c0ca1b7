package io.clusteragent.tests.bench;

/** Holds percentiles of the duration of a call, in nanoseconds. */
record Latencies(long p50, long p99, long p999) {}
