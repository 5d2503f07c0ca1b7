package io.clusteragent.cluster.view;

import io.clusteragent.cluster.connection.BackgroundThreads;
import io.clusteragent.cluster.connection.ConnectionProfile;
import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.log.Log;
import io.clusteragent.protocol.ErrorReply;
import io.clusteragent.protocol.Resp;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Measures the latency of a cluster's members every {@value #INTERVAL_SECONDS} s.
 *
 * <p>A round counts the fastest of {@value #PINGS} PINGs to each member. Half of a new figure comes from the previous one, so
 * that one slow round does not change the order. The probe has a thread of its own, as a node that does not reply must not
 * delay the topology refresh. It starts at the first request.
 */
@SuppressWarnings("FutureReturnValueIgnored") // no thread waits for the background tasks
public final class LatencyProbe {
  static final int INTERVAL_SECONDS = 5;
  private static final int PINGS = 3;
  private static final int REPLY_TIMEOUT_MILLIS = 2000;
  private static final byte[] PING = Resp.command("PING");

  private final ClusterTopology topology;
  private final Supplier<ConnectionProfile> identity;
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile ScheduledExecutorService background;

  /**
   * @param identity the profile of the connections to the nodes
   */
  LatencyProbe(ClusterTopology topology, Supplier<ConnectionProfile> identity) {
    this.topology = topology;
    this.identity = identity;
  }

  /** Starts the measurement; further calls do nothing. */
  void start() {
    if (!started.get() && started.compareAndSet(false, true)) {
      background = Executors.newSingleThreadScheduledExecutor(
          new BackgroundThreads("cluster-agent-latency"));
      background.scheduleWithFixedDelay(this::measureAll, 0, INTERVAL_SECONDS, TimeUnit.SECONDS);
    }
  }

  void stop() {
    if (background != null) {
      background.shutdownNow();
    }
    started.set(false);
  }

  void measureAll() {
    if (topology.isUnused()) {
      stop(); // until the next session
      return;
    }
    for (Node node : topology.members()) {
      try {
        node.recordLatency(measure(node));
      } catch (IOException | RuntimeException | Error e) { // an exception would end the schedule
        node.recordLatency(Node.UNKNOWN_LATENCY);
        Log.debug("node " + node + " does not answer PING: " + e);
      }
    }
  }

  private long measure(Node node) throws IOException {
    NodeConnection connection =
        topology.connections(node).pool(identity.get()).takeWithin(this, REPLY_TIMEOUT_MILLIS);
    try {
      long fastest = Node.UNKNOWN_LATENCY;
      for (int i = 0; i < PINGS; i++) {
        long start = System.nanoTime();
        Object reply = connection.ask(PING, REPLY_TIMEOUT_MILLIS);
        if (reply instanceof ErrorReply) {
          throw new IOException(reply.toString());
        }
        fastest = Math.min(fastest, System.nanoTime() - start);
      }
      return fastest;
    } finally {
      connection.release();
    }
  }
}
