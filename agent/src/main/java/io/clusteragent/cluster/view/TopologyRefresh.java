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

/**
 * Asks the cluster for its topology, in the background, one question at a time however many sessions want it. The cluster's
 * nodes are asked in random order until one answers, and only if none does, those that left it. Also closes connections
 * that nobody used for a while.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // nobody waits for the background; its tasks log what goes wrong
final class TopologyRefresh {

  /**
   * At most one refresh in this time and a millisecond more for each node, so that a reshard of thousands of slots makes
   * no storm.
   */
  private static final long MIN_INTERVAL_MILLIS = 100;

  /** Beans and the log are many classes: loaded at once, they cost a program that starts 8 ms of 80 (JDK 25, 2 cores). */
  private static final long START_DELAY_MILLIS = 200;

  /** While a node is suspect, the cluster is asked this often whether it has replaced it. */
  private static final long WATCH_MILLIS = 200;

  private static final long RECENT_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long REAP_SECONDS = 15;
  private static final long IDLE_SECONDS = 60;

  /** A node that left the cluster may still be asked about it for so long, should no other answer. */
  private static final long DEPARTED_MINUTES = 60;

  /** A node that does not answer by then is passed over for another. */
  private static final int REPLY_TIMEOUT_MILLIS = 500;

  private static final byte[] PING = Resp.command("PING");

  /** Is called by the background thread. */
  interface Listener {

    /** There is a new topology, or none will come. */
    void changed();

    /** Nodes are suspect. Called every 200 ms for as long as that lasts. */
    void nodesSuspect();

    /** Called every 15 s. */
    void maintained();
  }

  private final ClusterTopology cluster;
  private final boolean mayAsk;
  private final Listener listener;
  private final AtomicBoolean requested = new AtomicBoolean();
  private final AtomicBoolean watching = new AtomicBoolean();
  private final ScheduledThreadPoolExecutor background;
  private Set<Node> lastMasters = Collections.emptySet(); // of the background thread
  private boolean sawStranger; // of the background thread
  private volatile ConnectionProfile identity;
  private volatile long lastNanos =
      System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(MIN_INTERVAL_MILLIS);

  /**
   * @param identity how to talk to the nodes
   * @param mayAsk whether the servers let the application's user ask for the topology at all
   * @param listener is called with what becomes of it
   */
  TopologyRefresh(
      ClusterTopology cluster, ConnectionProfile identity, boolean mayAsk, Listener listener) {
    this.cluster = cluster;
    this.mayAsk = mayAsk;
    this.listener = listener;
    this.identity = identity;
    this.background =
        new ScheduledThreadPoolExecutor(1, new BackgroundThreads("cluster-agent-topology"));
    background.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    background.scheduleWithFixedDelay(new Reaper(), REAP_SECONDS, REAP_SECONDS, TimeUnit.SECONDS);
  }

  ConnectionProfile identity() {
    return identity;
  }

  void identity(ConnectionProfile newIdentity) {
    identity = newIdentity;
  }

  /** Asks for a refresh unless there was one within the last second. */
  void requestUnlessRecent() {
    if (System.nanoTime() - lastNanos > RECENT_NANOS) {
      request();
    }
  }

  /** Asks for a refresh soon; one that is under way or waiting serves all who ask before it starts. */
  void request() {
    if (mayAsk && !requested.get() && requested.compareAndSet(false, true)) {
      long jitter = ThreadLocalRandom.current().nextLong(10);
      background.schedule(new Refresh(), jitter, TimeUnit.MILLISECONDS);
    }
  }

  /** Calls the listener, in the background. */
  void notifyListener() {
    background.execute(new Telling());
  }

  /** Does something in the background, and not while the application makes its first calls. */
  void runLater(Runnable task) {
    background.schedule(task, START_DELAY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Asks no more: the cluster is gone. */
  void stop() {
    background.shutdownNow();
  }

  /** A node is suspect: asks until no node is any more. */
  void watch() {
    if (!watching.get() && watching.compareAndSet(false, true)) {
      background.execute(new Watch());
    }
  }

  private final class Telling implements Runnable {
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
        listener.nodesSuspect(); // last: whatever it throws, the watch goes on
        return;
      }
      watching.set(false);
      if (anySuspect()) { // became so since the look above, and found somebody watching
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
        Log.warn("the topology refresh failed; it is tried again at the next redirection", e);
      } finally {
        lastNanos = System.nanoTime();
      }
    }
  }

  private void refresh() {
    Set<Node> before = new HashSet<>(lastMasters);
    before.addAll(cluster.slots().masters());
    sawStranger = false;
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
    cluster.lost(!refreshed && sawStranger);
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

  /** A master that handed over its slots answers as before, and finishes what it was asked. */
  private boolean answers(Node node) {
    return ask(node, PING) != null;
  }

  private boolean refreshFrom(Collection<Node> nodes) {
    for (Node node : ClusterTopology.inRandomOrder(nodes)) {
      Topology topology = Topology.of(ask(node, Topology.REQUEST), node.address());
      if (topology != null && !topology.ranges().isEmpty()) {
        if (isStranger(node, topology)) {
          sawStranger = true;
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
   * Whether nothing proves that the node is of this cluster. Of a cluster that was found by a redirection alone, the nodes
   * have no ids yet: there, the word of one that may be told credentials counts.
   */
  private boolean isStranger(Node node, Topology topology) {
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
      sawStranger |= e instanceof ForeignNodeException;
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
        request(); // for those who wait without a timeout for a node that is gone without a word
        cluster.nodes().closeIdle(TimeUnit.SECONDS.toNanos(IDLE_SECONDS));
        cluster.forgetDeparted(TimeUnit.MINUTES.toNanos(DEPARTED_MINUTES));
        listener.maintained();
      } catch (RuntimeException | Error e) { // let out, it would end the reaping for good
        Log.warn("closing idle connections failed; it is tried again in " + REAP_SECONDS + " s", e);
      }
    }
  }
}
