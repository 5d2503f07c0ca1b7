package io.clusteragent.cli;

import io.clusteragent.cluster.topology.NodeLine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Queries all nodes of a cluster in parallel, so that all unreachable nodes together cost one timeout. */
final class AllNodesProbe {
  private static final int MAX_THREADS = 256;

  private AllNodesProbe() {}

  /** One report per node, in the order of {@link ClusterState#nodes}. */
  static List<NodeReport> of(ClusterState state, NodeConnector connector) throws ToolException {
    int threads = Math.min(MAX_THREADS, state.nodes().size());
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<NodeReport>> asked = new ArrayList<>();
      for (NodeLine node : state.nodes()) {
        asked.add(executor.submit(() -> NodeReport.of(node, state.address(node), connector)));
      }
      List<NodeReport> reports = new ArrayList<>();
      for (Future<NodeReport> each : asked) {
        reports.add(each.get());
      }
      return reports;
    } catch (InterruptedException | ExecutionException e) {
      throw ToolException.noAnswer("the nodes could not be queried: " + e);
    } finally {
      executor.shutdownNow();
    }
  }
}
