package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.ClusterBuilder;
import io.clusteragent.demo.cluster.TcpProxy;
import java.util.List;

/** Lists all faults of the table. The entry node is the first master of shard 0. */
final class Faults {
  static final List<Fault> ALL = List.of(
      new NoFault("nothing", 6_000),
      new FailOver("CLUSTER FAILOVER", "", List.of(1)),
      new FailOver("CLUSTER FAILOVER FORCE", "FORCE", List.of(1)),
      new FailOver("CLUSTER FAILOVER TAKEOVER", "TAKEOVER", List.of(1)),
      new FailOver("all masters failed over", "", List.of(0, 1, 2)),
      new KillMaster("kill -9 of a master", 1, false),
      new KillMaster("kill -9 of a master, full coverage", 1, true),
      new KillMaster("kill -9 of the application's own node", 0, false),
      new KillReplica("kill -9 of a replica", 1),
      new StopMaster("SIGSTOP of a master for 8 s", 1, 8_000, 1, false),
      new StopMaster("SIGSTOP of a master for 8 s, full coverage", 1, 8_000, 1, true),
      new StopMaster("SIGSTOP of the application's own node, 8 s", 0, 8_000, 1, false),
      new StopMaster("SIGSTOP of a master for 2.3 s, three times", 1, 2_300, 3, false),
      new Reshard("reshard loop", 1, 8_000, false),
      new Reshard("atomic reshard loop", 1, 8_000, true),
      new HalfMigrated("300 slots half-migrated for 8 s", 1, 8_000),
      new ClientPause("CLIENT PAUSE ALL of a master for 1 s", 1, 1_000, "ALL"),
      new ClientPause("CLIENT PAUSE WRITE of a master for 1 s", 1, 1_000, "WRITE"),
      new NetworkCut("a master's connections hang for 5 s", 1, 5_000, TcpProxy.Cut.HANG),
      new NetworkCut("a master's connections reset, refused 5 s", 1, 5_000, TcpProxy.Cut.RESET),
      new NetworkDelay("100 ms more to a master for 5 s", 1, 100, 5_000),
      new HostGone("a master's host is gone", 1),
      new RestartAll("the whole cluster killed and restarted"));

  private Faults() {}

  static void fullCoverage(ClusterBuilder cluster, boolean required) {
    cluster.config("cluster-require-full-coverage", required ? "yes" : "no");
  }
}
