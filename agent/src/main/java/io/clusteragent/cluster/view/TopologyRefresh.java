package io.clusteragent.cluster.view;

import io.clusteragent.cluster.connection.BackgroundThreads;
import io.clusteragent.cluster.connection.ConnectionProfile;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.SlotMap;
import io.clusteragent.flight.FlightEvent;
import io.clusteragent.log.Log;
import io.clusteragent.metrics.Count;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Refreshes a cluster's topology, in the background.
 *
 * <p>One refresh runs at a time, however many sessions request one. The class also closes connections that were idle for a
 * while. Its thread ends when no node has answered for long and no session uses the cluster; the next request starts it again.
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

  private static final long RECENT_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long MAINTENANCE_SECONDS = 15;
  private static final long IDLE_SECONDS = 60;

  /** For this long a refresh may use a node that left the cluster, if no other one replies. */
  private static final long DEPARTED_MINUTES = 60;

  /** Is informed by the background thread. */
  interface Listener {

    /** Called when there is a new topology, or when there will never be one. */
    void changed();

    /** Called when nodes become suspect, and at each refresh that this causes. */
    void nodesSuspect();

    /** Called every 15 s while the cluster is in use. */
    void maintained();
  }

  private final ClusterTopology cluster;
  private final boolean mayReadTopology;
  private final Listener listener;
  private final AtomicBoolean requested = new AtomicBoolean();
  private final AtomicBoolean watching = new AtomicBoolean();
  private final AtomicBoolean maintaining = new AtomicBoolean();
  private final AtomicBoolean checksRemovals = new AtomicBoolean();
  private final TopologySearch search;
  private final FormerNodes formerNodes;
  private final ScheduledThreadPoolExecutor background;
  private Set<Node> lastMasters = Collections.emptySet(); // of the background thread
  private volatile ConnectionProfile identity;
  private volatile boolean lastFound;
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
    background.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    background.allowCoreThreadTimeOut(true); // without tasks, when nobody uses the cluster any more
    NodeQuery query = new NodeQuery(this);
    this.search = new TopologySearch(cluster, query);
    this.formerNodes = new FormerNodes(cluster, query);
    wakeUp();
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
    wakeUp();
    if (mayReadTopology && !requested.get() && requested.compareAndSet(false, true)) {
      long jitter = ThreadLocalRandom.current().nextLong(10);
      background.schedule(new Refresh(), jitter, TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Requests a refresh, and waits for its end.
   *
   * @return whether a node has given the topology within this time
   */
  boolean answersWithin(long millis) {
    long start = System.nanoTime();
    request();
    while (lastNanos - start < 0 && System.nanoTime() - start < millis * 1_000_000) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    return lastNanos - start >= 0 && lastFound;
  }

  /** Begins the maintenance again after nobody used the cluster for a while. */
  void wakeUp() {
    if (!maintaining.get() && maintaining.compareAndSet(false, true)) {
      background.schedule(new Maintenance(), MAINTENANCE_SECONDS, TimeUnit.SECONDS);
      checkRemovals(); // the application may have connected to a node without slots
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

  /** Requests refreshes while a member is suspect, less often the longer that lasts. */
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

  private final class RemovalCheck implements Runnable {
    @Override
    public void run() {
      checksRemovals.set(false);
      try {
        abandonRemoved();
      } catch (RuntimeException e) {
        warnOfFailure(e);
      }
    }
  }

  private final class Watch implements Runnable {
    @Override
    public void run() {
      long pause = SuspectMembers.pauseMillis(cluster);
      if (pause == SuspectMembers.NO_REFRESH) {
        watching.set(false);
        pause = SuspectMembers.pauseMillis(cluster);
        if (pause
            != SuspectMembers.NO_REFRESH) { // one that became suspect in between saw watching set
          watch();
        }
      } else {
        request();
        background.schedule(this, pause, TimeUnit.MILLISECONDS);
      }
      listener.nodesSuspect(); // last, so that an exception does not end the watch
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
        warnOfFailure(e);
      } finally {
        lastNanos = System.nanoTime();
      }
    }
  }

  private static void warnOfFailure(RuntimeException e) {
    Log.warn("the topology refresh failed; the agent tries again at the next redirection", e);
  }

  private void refresh() {
    Set<Node> before = new HashSet<>(lastMasters);
    before.addAll(cluster.slots().masters());
    long start = System.nanoTime();
    boolean found = search.run();
    lastFound = found;
    long took = System.nanoTime() - start;
    cluster.metrics().times().record(took);
    cluster.metrics().add(Count.REFRESHES_FAILED, found ? 0 : 1);
    cluster.metrics().add(Count.REFRESHES);
    if (FlightEvent.TOPOLOGY_REFRESH.isWanted()) {
      SlotMap slots = cluster.slots();
      FlightEvent.TOPOLOGY_REFRESH.commit(
          cluster.entry().toString(), found, took, slots.masters().size(), slots.covered());
    }
    if (!found) {
      Log.debug("no node of the cluster gave its topology");
      return;
    }
    notifyListener();
    lastMasters = new HashSet<>(cluster.slots().masters());
    before.addAll(cluster.takeFormerMasters());
    before.removeAll(lastMasters);
    formerNodes.abandonReplaced(before);
    abandonRemoved();
  }

  private void abandonRemoved() {
    if (formerNodes.abandonRemoved()) {
      checkRemovals();
    }
  }

  private void checkRemovals() {
    if (mayReadTopology && checksRemovals.compareAndSet(false, true)) {
      background.schedule(new RemovalCheck(), FormerNodes.REPETITION_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  final class Maintenance implements Runnable {
    @Override
    public void run() {
      try {
        maintaining.set(false);
        if (cluster.isUnused()) {
          return; // until the next request
        }
        request(); // for sessions that wait without a timeout for a node that is silently gone
        cluster.nodes().closeIdle(TimeUnit.SECONDS.toNanos(IDLE_SECONDS));
        cluster.forgetDeparted(TimeUnit.MINUTES.toNanos(DEPARTED_MINUTES));
        listener.maintained();
      } catch (RuntimeException | Error e) {
        Log.warn(
            "closing idle connections failed; the agent tries again in " + MAINTENANCE_SECONDS
                + " s",
            e);
      }
    }
  }
}
