package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.ClusterBuilder;
import io.clusteragent.demo.cluster.RedisCluster;
import java.util.Optional;

/** Injects one fault under the load of one client, and checks the result. */
final class FaultRun {
  private static final long WARM_UP_MILLIS = 2_000;
  private static final long QUIET_MILLIS = 3_000;
  static final int TAGS_OF_EACH_SHARD = 300;

  private FaultRun() {}

  /**
   * Runs on a fresh cluster of three masters with a replica each.
   *
   * @return empty when the servers do not support the fault
   */
  static Optional<FaultResult> of(Fault fault, Client client) throws InterruptedException {
    ClusterBuilder builder = RedisCluster.builder().masters(3).replicas(1);
    Faults.fullCoverage(builder, false);
    fault.configure(builder);
    client.way().configure(builder);
    try (RedisCluster cluster = builder.start()) {
      return fault.isPossibleOn(cluster)
          ? Optional.of(on(cluster, fault, client))
          : Optional.empty();
    }
  }

  /** Runs on a cluster that is stable, and leaves it stable. */
  static FaultResult on(RedisCluster cluster, Fault fault, Client client)
      throws InterruptedException {
    Shards shards = Shards.of(cluster, TAGS_OF_EACH_SHARD);
    try (FaultContext context = new FaultContext(cluster, shards, 1);
        LoadJvm load = LoadJvm.start(client, context)) {
      load.go(context.round());
      FaultContext.hold(WARM_UP_MILLIS);
      load.measure();
      fault.inject(context);
      FaultContext.hold(QUIET_MILLIS);
      LoadReport report = load.stop();
      OracleFindings findings = Oracle.check(report, new ServerStore(cluster), context.windows());
      return new FaultResult(fault, client, report, findings, context, load.takeLog());
    }
  }
}
