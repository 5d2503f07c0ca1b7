package io.clusteragent.cli;

import io.clusteragent.cluster.topology.NodeLine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Queries all nodes of a cluster in parallel, so that all unreachable nodes together cost one timeout. */
final class AllNodesProbe {
  private static final int MAX_THREADS = 256;

  /** How long connections that are closed at the end of the call's time may take to report that. */
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

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
      for (int i = 0; i < asked.size(); i++) {
        reports.add(report(asked.get(i), state.nodes().get(i), state, connector));
      }
      return reports;
    } catch (InterruptedException | ExecutionException e) {
      throw ToolException.noAnswer("the nodes could not be queried: " + e);
    } finally {
      executor.shutdownNow();
    }
  }

  /** When the call's time is over, connections end by themselves, but no look-up of a host name does. */
  private static NodeReport report(
      Future<NodeReport> asked, NodeLine node, ClusterState state, NodeConnector connector)
      throws InterruptedException, ExecutionException {
    try {
      return asked.get(Math.max(0, connector.restNanos()) + GRACE_NANOS, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return NodeReport.unanswered(node, state.address(node), connector);
    }
  }
}
