package io.clusteragent.tests.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What came of one fault.
 *
 * @param log what the JVM under load wrote to stderr: of each kind of error the first one with its stack
 */
record FaultResult(
    Fault fault, Client client, LoadReport report, Verdict verdict, Scene scene, List<String> log) {

  private static final long HEALTHY_MILLIS = 100;
  private static final long AFTER_ELECTION_MILLIS = 500;

  long stallOnHealthyShards() {
    return report.longestStallMillis(shard -> !scene.struck().contains(shard));
  }

  /** What the machine, the JVM and the servers have to do with {@link #stallOnHealthyShards}. */
  long silenceOfHealthyShards() {
    return report.longestSilenceMillis(shard -> !scene.struck().contains(shard));
  }

  long stallOnLostShards() {
    return report.longestStallMillis(shard -> scene.struck().contains(shard));
  }

  /** From the moment the cluster itself had a new master; empty when there was no election. */
  OptionalLong stallAfterElection() {
    return scene.promotions().stream()
        .filter(promotion -> promotion.watch().first() > 0)
        .mapToLong(promotion -> report.stallAfter(promotion.watch().first(), promotion.shard()))
        .max();
  }

  /** What must never be, whatever happens to the cluster and however slow the machine is. */
  List<String> failures() {
    List<String> failures = new ArrayList<>();
    if (!verdict.isClean()) {
      failures.add(verdict.toString());
    }
    if (!report.hangs().isEmpty()) {
      failures.add("hanging threads: " + report.hangs());
    }
    int allowed =
        switch (fault.shown()) {
          case NOTHING -> 0;
          case UNKNOWN -> report.unknownCount();
          case ANYTHING -> report.errorCount();
        };
    if (report.errorCount() > allowed) {
      failures.add("errors shown: " + report.errors() + ", for example " + report.messages());
    }
    return failures;
  }

  /** Stalls that are the client's and not the servers'. */
  List<String> slowness() {
    List<String> slowness = new ArrayList<>();
    long noise = silenceOfHealthyShards();
    boolean judged = fault.sparesOtherShards() || scene.refusedMillis() > 0;
    if (judged && stallOnHealthyShards() > scene.refusedMillis() + noise + HEALTHY_MILLIS) {
      slowness.add("healthy shards stood still for " + stallOnHealthyShards()
          + " ms, their servers refused for " + scene.refusedMillis() + " and were silent for "
          + noise);
    }
    long afterElection = stallAfterElection().orElse(0);
    if (afterElection > AFTER_ELECTION_MILLIS + noise) {
      slowness.add("the lost shard stood still for " + afterElection
          + " ms after the election, servers were silent for " + noise);
    }
    return slowness;
  }
}
