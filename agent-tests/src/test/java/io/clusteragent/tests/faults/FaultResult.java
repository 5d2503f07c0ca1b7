package io.clusteragent.tests.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What came of one fault.
 *
 * @param log what the JVM under load wrote to stderr
 */
record FaultResult(
    Fault fault, Client client, LoadReport report, Verdict verdict, Scene scene, List<String> log) {

  long stallOnHealthyShards() {
    return report.longestStallMillis(shard -> !scene.struck().contains(shard));
  }

  long stallOnLostShards() {
    return report.longestStallMillis(shard -> scene.struck().contains(shard));
  }

  /** From the moment the cluster itself had a new master; empty when there was no election. */
  OptionalLong stallAfterElection() {
    return scene.elections().stream()
        .filter(election -> election.elected() > 0)
        .mapToLong(election -> report.stallAfter(election.elected(), election.shard()))
        .max();
  }

  /** What must never be, whatever happens to the cluster. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    if (!verdict.isClean()) {
      faults.add(verdict.toString());
    }
    if (!report.hangs().isEmpty()) {
      faults.add("hanging threads: " + report.hangs());
    }
    int allowed = fault.mayShowUnknown() ? report.unknownCount() : 0;
    if (report.errorCount() > allowed) {
      faults.add("errors shown: " + report.errors());
    }
    return faults;
  }
}
