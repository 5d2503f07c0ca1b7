package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.ClusterBuilder;
import io.clusteragent.demo.cluster.RedisCluster;
import java.util.Optional;

/** One fault under the load of one client, and the judgement. */
final class FaultRun {
  private static final long WARM_UP_MILLIS = 2_000;
  private static final long QUIET_MILLIS = 3_000;
  static final int TAGS_OF_EACH_SHARD = 300;

  private FaultRun() {}

  /**
   * On a fresh cluster of three masters with a replica each.
   *
   * @return empty when the servers do not know what the fault is made of
   */
  static Optional<FaultResult> of(Fault fault, Client client) throws InterruptedException {
    ClusterBuilder builder = RedisCluster.builder().masters(3).replicas(1);
    Faults.fullCoverage(builder, false);
    fault.configure(builder);
    try (RedisCluster cluster = builder.start()) {
      return fault.isPossibleOn(cluster)
          ? Optional.of(on(cluster, fault, client))
          : Optional.empty();
    }
  }

  /** On a cluster that is stable, and will be. */
  static FaultResult on(RedisCluster cluster, Fault fault, Client client)
      throws InterruptedException {
    Shards shards = Shards.of(cluster, TAGS_OF_EACH_SHARD);
    try (Scene scene = new Scene(cluster, shards, 1);
        LoadJvm load = LoadJvm.start(client, scene)) {
      load.go(scene.round());
      Scene.hold(WARM_UP_MILLIS);
      load.measure();
      fault.strike(scene);
      Scene.hold(QUIET_MILLIS);
      LoadReport report = load.stop();
      Verdict verdict = Oracle.judge(report, new ServerStore(cluster), scene.windows());
      return new FaultResult(fault, client, report, verdict, scene, load.takeLog());
    }
  }
}
