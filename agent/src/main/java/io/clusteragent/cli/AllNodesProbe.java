package io.clusteragent.cli;

import io.clusteragent.cluster.topology.NodeLine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks all nodes of a cluster at once, so that dead ones cost one timeout and not one each. */
final class AllNodesProbe {
  private static final int MOST_AT_ONCE = 16;

  private AllNodesProbe() {}

  /** What each node says of itself, in the order of {@link ClusterState#nodes}. */
  static List<NodeReport> of(ClusterState state, Dialling dialling) throws ToolException {
    int threads = Math.min(MOST_AT_ONCE, state.nodes().size());
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<NodeReport>> asked = new ArrayList<>();
      for (NodeLine node : state.nodes()) {
        asked.add(executor.submit(() -> NodeReport.of(node, state.address(node), dialling)));
      }
      List<NodeReport> reports = new ArrayList<>();
      for (Future<NodeReport> each : asked) {
        reports.add(each.get());
      }
      return reports;
    } catch (InterruptedException | ExecutionException e) {
      throw ToolException.noAnswer("the nodes could not be asked: " + e);
    } finally {
      executor.shutdownNow();
    }
  }
}
