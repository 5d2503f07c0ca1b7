package io.clusteragent.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Counts one kind of finding, and samples the places in the application that cause it. */
final class Finding {
  private static final int MAX_SITES = 5;

  /** The first so many commands of a kind are sampled, then one in {@link #SAMPLE_INTERVAL}. */
  private static final int ALWAYS_SAMPLED = 20;

  private static final int SAMPLE_INTERVAL = 1000;

  final Compatibility compatibility;
  final String command;
  final String keys;
  final String tag;
  private final AtomicLong count = new AtomicLong();
  private final Map<String, Long> sites = new LinkedHashMap<>(); // guarded by itself

  /**
   * @param keys patterns of the keys; empty when the finding concerns no keys
   * @param tag the suggested hash tag; empty when none is known
   */
  Finding(Compatibility compatibility, String command, String keys, String tag) {
    this.compatibility = compatibility;
    this.command = command;
    this.keys = keys;
    this.tag = tag;
  }

  void increment() {
    long n = count.incrementAndGet();
    if (n > ALWAYS_SAMPLED && n % SAMPLE_INTERVAL != 0) {
      return;
    }
    String site = CallSite.ofCaller();
    synchronized (sites) {
      if (sites.containsKey(site) || sites.size() < MAX_SITES) {
        sites.merge(site, 1L, Long::sum);
      }
    }
  }

  long count() {
    return count.get();
  }

  /** How often each place in the application occurs in the sampled stacks. */
  Map<String, Long> sites() {
    synchronized (sites) {
      return new LinkedHashMap<>(sites);
    }
  }
}
