package io.clusteragent.cluster.view;

import io.clusteragent.cluster.connection.BackgroundThreads;
import io.clusteragent.cluster.connection.ConnectionProfile;
import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.node.ForeignNodeException;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.SlotMap;
import io.clusteragent.cluster.topology.Topology;
import io.clusteragent.flight.FlightEvent;
import io.clusteragent.log.Log;
import io.clusteragent.metrics.Count;
import io.clusteragent.protocol.Resp;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Refreshes a cluster's topology, in the background.
 *
 * <p>One refresh runs at a time, however many sessions request one. It asks the cluster's nodes in random order until one
 * replies, and only if none does, the nodes that left. The class also closes connections that were idle for a while.
 */
// No thread waits for the background tasks, which log their failures.
@SuppressWarnings("FutureReturnValueIgnored")
final class TopologyRefresh implements Supplier<ConnectionProfile> {

  /**
   * At most one refresh runs in this time and a millisecond more for each node, so that a reshard of thousands of slots does
   * not cause a storm of refreshes.
   */
  private static final long MIN_INTERVAL_MILLIS = 100;

  /** MBeans and the log load many classes: right at the start, they cost a program 8 ms of 80 (JDK 25, 2 cores). */
  private static final long START_DELAY_MILLIS = 200;

  /** While a node is suspect, a refresh checks this often whether the cluster has replaced it. */
  private static final long WATCH_MILLIS = 200;

  private static final long RECENT_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long REAP_SECONDS = 15;
  private static final long IDLE_SECONDS = 60;

  /** For this long a refresh may use a node that left the cluster, if no other one replies. */
  private static final long DEPARTED_MINUTES = 60;

  /** After this time a refresh goes on to the next node. */
  private static final int REPLY_TIMEOUT_MILLIS = 500;

  private static final byte[] PING = Resp.command("PING");

  /** Is informed by the background thread. */
  interface Listener {

    /** Called when there is a new topology, or when there will never be one. */
    void changed();

    /** Called every 200 ms while nodes are suspect. */
    void nodesSuspect();

    /** Called every 15 s. */
    void maintained();
  }

  private final ClusterTopology cluster;
  private final boolean mayReadTopology;
  private final Listener listener;
  private final AtomicBoolean requested = new AtomicBoolean();
  private final AtomicBoolean watching = new AtomicBoolean();
  private final ScheduledThreadPoolExecutor background;
  private Set<Node> lastMasters = Collections.emptySet(); // of the background thread
  private boolean sawForeignNode; // of the background thread
  private volatile ConnectionProfile identity;
  private volatile long lastNanos =
      System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(MIN_INTERVAL_MILLIS);

  /**
   * @param identity the profile of the connections to the nodes
   * @param mayReadTopology whether the servers allow the application's user to read the topology at all
   * @param listener is informed about the results
   */
  TopologyRefresh(
      ClusterTopology cluster,
      ConnectionProfile identity,
      boolean mayReadTopology,
      Listener listener) {
    this.cluster = cluster;
    this.mayReadTopology = mayReadTopology;
    this.listener = listener;
    this.identity = identity;
    this.background =
        new ScheduledThreadPoolExecutor(1, new BackgroundThreads("cluster-agent-topology"));
    background.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    background.scheduleWithFixedDelay(new Reaper(), REAP_SECONDS, REAP_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public ConnectionProfile get() {
    return identity; // of the connections to the nodes
  }

  void identity(ConnectionProfile newIdentity) {
    identity = newIdentity;
  }

  /** Requests a refresh unless there was one within the last second. */
  void requestUnlessRecent() {
    if (System.nanoTime() - lastNanos > RECENT_NANOS) {
      request();
    }
  }

  /** Requests a refresh soon; one that is running or scheduled serves all requests made before it starts. */
  void request() {
    if (mayReadTopology && !requested.get() && requested.compareAndSet(false, true)) {
      long jitter = ThreadLocalRandom.current().nextLong(10);
      background.schedule(new Refresh(), jitter, TimeUnit.MILLISECONDS);
    }
  }

  /** Calls the listener, in the background. */
  void notifyListener() {
    background.execute(new ChangeNotification());
  }

  /** Runs a task in the background, after the application has made its first calls. */
  void runLater(Runnable task) {
    background.schedule(task, START_DELAY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Stops all refreshes: the cluster is gone. */
  void stop() {
    background.shutdownNow();
  }

  /** Requests refreshes for as long as any node is suspect. */
  void watch() {
    if (!watching.get() && watching.compareAndSet(false, true)) {
      background.execute(new Watch());
    }
  }

  private final class ChangeNotification implements Runnable {
    @Override
    public void run() {
      listener.changed();
    }
  }

  private final class Watch implements Runnable {
    @Override
    public void run() {
      if (anySuspect()) {
        request();
        background.schedule(this, WATCH_MILLIS, TimeUnit.MILLISECONDS);
        listener.nodesSuspect(); // last, so that an exception does not end the watch
        return;
      }
      watching.set(false);
      if (anySuspect()) { // a node that became suspect in between has seen watching set
        watch();
      }
    }

    private boolean anySuspect() {
      for (Node node : cluster.allNodes()) {
        if (node.isSuspect()) {
          return true;
        }
      }
      return false;
    }
  }

  private final class Refresh implements Runnable {
    @Override
    public void run() {
      long interval = MIN_INTERVAL_MILLIS + cluster.allNodes().size();
      long sinceMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastNanos);
      if (sinceMillis < interval) {
        background.schedule(this, interval - sinceMillis, TimeUnit.MILLISECONDS);
        return;
      }
      requested.set(false);
      try {
        refresh();
      } catch (RuntimeException e) {
        Log.warn("the topology refresh failed; the agent tries again at the next redirection", e);
      } finally {
        lastNanos = System.nanoTime();
      }
    }
  }

  private void refresh() {
    Set<Node> before = new HashSet<>(lastMasters);
    before.addAll(cluster.slots().masters());
    sawForeignNode = false;
    long start = System.nanoTime();
    boolean refreshed = refreshFrom(cluster.members()) || refreshFrom(cluster.allNodes());
    long took = System.nanoTime() - start;
    cluster.metrics().times().record(took);
    cluster.metrics().add(Count.REFRESHES_FAILED, refreshed ? 0 : 1);
    cluster.metrics().add(Count.REFRESHES);
    if (FlightEvent.TOPOLOGY_REFRESH.isWanted()) {
      SlotMap slots = cluster.slots();
      FlightEvent.TOPOLOGY_REFRESH.commit(
          cluster.entry().toString(), refreshed, took, slots.masters().size(), slots.covered());
    }
    cluster.setLost(!refreshed && sawForeignNode);
    if (!refreshed) {
      Log.debug("no node of the cluster gave its topology");
      return;
    }
    lastMasters = new HashSet<>(cluster.slots().masters());
    for (Node node : before) {
      if (!lastMasters.contains(node)
          && cluster.connections(node).areInUse()
          && (node.isSuspect() || !answers(node))) {
        cluster.connections(node).abandonReplacedNode();
      }
    }
  }

  /** Whether a former master still replies: one that handed over its slots finishes the commands that it has received. */
  private boolean answers(Node node) {
    return ask(node, PING) != null;
  }

  private boolean refreshFrom(Collection<Node> nodes) {
    for (Node node : ClusterTopology.inRandomOrder(nodes)) {
      Topology topology = Topology.of(ask(node, Topology.REQUEST), node.address());
      if (topology != null && !topology.ranges().isEmpty()) {
        if (isForeign(node, topology)) {
          sawForeignNode = true;
          continue;
        }
        cluster.apply(topology);
        notifyListener();
        return true;
      }
    }
    return false;
  }

  /**
   * Whether nothing proves that the node belongs to this cluster. In a cluster that was found by a redirection alone, the nodes
   * have no ids yet: there a reply of a trusted node counts.
   */
  private boolean isForeign(Node node, Topology topology) {
    boolean isFirst = cluster.members().isEmpty() && node.isTrusted();
    return node.id().isEmpty() && !isFirst && !cluster.contains(topology);
  }

  /** A node's reply; {@code null} when there is none. */
  private Object ask(Node node, byte[] command) {
    NodeConnection connection = null;
    try {
      connection = cluster.connections(node).pool(identity).take(this);
      Object reply = connection.ask(command, REPLY_TIMEOUT_MILLIS);
      node.reached();
      return reply;
    } catch (IOException | RuntimeException e) {
      if (e instanceof SocketTimeoutException) {
        node.suspect();
      }
      sawForeignNode |= e instanceof ForeignNodeException;
      Log.debug("node " + node + " did not answer: " + e);
      return null;
    } finally {
      if (connection != null) {
        connection.release();
      }
    }
  }

  final class Reaper implements Runnable {
    @Override
    public void run() {
      try {
        request(); // for sessions that wait without a timeout for a node that is silently gone
        cluster.nodes().closeIdle(TimeUnit.SECONDS.toNanos(IDLE_SECONDS));
        cluster.forgetDeparted(TimeUnit.MINUTES.toNanos(DEPARTED_MINUTES));
        listener.maintained();
      } catch (RuntimeException | Error e) { // an exception would end the schedule
        Log.warn(
            "closing idle connections failed; the agent tries again in " + REAP_SECONDS + " s", e);
      }
    }
  }
}
