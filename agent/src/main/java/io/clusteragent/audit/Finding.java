package io.clusteragent.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Counts one kind of finding, and samples the places in the application that cause it. */
final class Finding {
  private static final int MOST_SITES = 5;

  /** The stack is sampled for this many of a kind, then for one in {@link #ONE_IN}. */
  private static final int FIRST = 20;

  private static final int ONE_IN = 1000;

  final Compatibility verdict;
  final String command;
  final String keys;
  final String tag;
  private final AtomicLong count = new AtomicLong();
  private final Map<String, Long> sites = new LinkedHashMap<>(); // guarded by itself

  /**
   * @param keys patterns of keys; empty when none are concerned
   * @param tag the hash tag that helps; empty when none is known
   */
  Finding(Compatibility verdict, String command, String keys, String tag) {
    this.verdict = verdict;
    this.command = command;
    this.keys = keys;
    this.tag = tag;
  }

  void seen() {
    long n = count.incrementAndGet();
    if (n > FIRST && n % ONE_IN != 0) {
      return;
    }
    String site = CallSite.ofCaller();
    synchronized (sites) {
      if (sites.containsKey(site) || sites.size() < MOST_SITES) {
        sites.merge(site, 1L, Long::sum);
      }
    }
  }

  long count() {
    return count.get();
  }

  /** How often each place in the application occurs in the stacks that were sampled. */
  Map<String, Long> sites() {
    synchronized (sites) {
      return new LinkedHashMap<>(sites);
    }
  }
}
