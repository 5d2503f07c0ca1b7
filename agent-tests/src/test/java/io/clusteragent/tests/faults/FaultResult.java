package io.clusteragent.tests.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The result of one fault.
 *
 * @param log the stderr of the JVM under load: the first error of each kind with its stack trace
 */
record FaultResult(
    Fault fault,
    Client client,
    LoadReport report,
    OracleFindings findings,
    FaultContext context,
    List<String> log) {

  private static final long HEALTHY_MILLIS = 100;
  private static final long AFTER_ELECTION_MILLIS = 500;

  long stallOnHealthyShards() {
    return report.longestStallMillis(shard -> !context.affected().contains(shard));
  }

  /** The part of {@link #stallOnHealthyShards} that can come from the machine, the JVM and the servers. */
  long silenceOfHealthyShards() {
    return report.longestSilenceMillis(shard -> !context.affected().contains(shard));
  }

  long stallOnLostShards() {
    return report.longestStallMillis(shard -> context.affected().contains(shard));
  }

  /** The stall after the cluster itself had a new master; empty when there was no election. */
  OptionalLong stallAfterElection() {
    return context.promotions().stream()
        .filter(promotion -> promotion.watch().first() > 0)
        .mapToLong(promotion -> report.stallAfter(promotion.watch().first(), promotion.shard()))
        .max();
  }

  /** The failures that must never occur, whatever happens to the cluster, and however slow the machine is. */
  List<String> failures() {
    List<String> failures = new ArrayList<>();
    if (!findings.isClean()) {
      failures.add(findings.toString());
    }
    if (!report.hangs().isEmpty()) {
      failures.add("hanging threads: " + report.hangs());
    }
    int allowed =
        switch (fault.permittedErrors()) {
          case NOTHING -> 0;
          case UNKNOWN -> report.unknownCount();
          case ANYTHING -> report.errorCount();
        };
    if (report.errorCount() > allowed) {
      failures.add("errors shown: " + report.errors() + ", for example " + report.messages());
    }
    return failures;
  }

  /** The stalls that come from the client, not from the servers. */
  List<String> slowness() {
    List<String> slowness = new ArrayList<>();
    long noise = silenceOfHealthyShards();
    boolean judged = fault.sparesOtherShards() || context.refusedMillis() > 0;
    if (judged && stallOnHealthyShards() > context.refusedMillis() + noise + HEALTHY_MILLIS) {
      slowness.add("healthy shards stood still for " + stallOnHealthyShards()
          + " ms, their servers refused for " + context.refusedMillis() + " and were silent for "
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
