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
 * Measures how far the members of a cluster are away, every {@value #INTERVAL_SECONDS} s, each by the fastest of {@value
 * #PINGS} PINGs; half of a new figure comes from the one before, so that one slow round changes no order. Runs in a thread of
 * its own, as a node that does not answer must not hold up the topology, and only once somebody wants to know.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the background
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
   * @param identity how to talk to the nodes
   */
  LatencyProbe(ClusterTopology topology, Supplier<ConnectionProfile> identity) {
    this.topology = topology;
    this.identity = identity;
  }

  /** Measures from now on; all calls but the first do nothing. */
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
  }

  void measureAll() {
    for (Node node : topology.members()) {
      try {
        node.measured(measure(node));
      } catch (IOException | RuntimeException | Error e) { // let out, it would be the last round
        node.measured(Node.UNKNOWN_LATENCY);
        Log.debug("node " + node + " does not answer PING: " + e);
      }
    }
  }

  private long measure(Node node) throws IOException {
    NodeConnection connection = topology.connections(node).pool(identity.get()).take(this);
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
