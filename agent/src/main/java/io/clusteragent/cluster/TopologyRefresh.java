package io.clusteragent.cluster;

import io.clusteragent.log.Log;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
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

  /** At most one refresh in this time, so that a reshard of thousands of slots makes no storm. */
  private static final long MIN_INTERVAL_MILLIS = 100;

  private static final long YOUNG_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long REAP_SECONDS = 15;
  private static final long IDLE_SECONDS = 60;
  private static final int REPLY_TIMEOUT_MILLIS = 2000;

  private final Cluster cluster;
  private final boolean mayAsk;
  private final AtomicBoolean requested = new AtomicBoolean();
  private final ScheduledThreadPoolExecutor background;
  private volatile Identity identity;
  private volatile long lastNanos =
      System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(MIN_INTERVAL_MILLIS);

  TopologyRefresh(Cluster cluster, Identity identity, boolean mayAsk) {
    this.cluster = cluster;
    this.mayAsk = mayAsk;
    this.identity = identity;
    this.background =
        new ScheduledThreadPoolExecutor(1, new BackgroundThreads("cluster-agent-topology"));
    background.scheduleWithFixedDelay(new Reaper(), REAP_SECONDS, REAP_SECONDS, TimeUnit.SECONDS);
  }

  Identity identity() {
    return identity;
  }

  void identity(Identity newIdentity) {
    identity = newIdentity;
  }

  /** Asks for a refresh unless there was one within the last second. */
  void requestUnlessYoung() {
    if (System.nanoTime() - lastNanos > YOUNG_NANOS) {
      request();
    }
  }

  /** Asks for a refresh soon; one that is under way or waiting serves all who ask before it starts. */
  void request() {
    if (mayAsk && !requested.get() && requested.compareAndSet(false, true)) {
      long jitter = ThreadLocalRandom.current().nextLong(10);
      try {
        background.schedule(new Refresh(), jitter, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        requested.set(false);
      }
    }
  }

  private final class Refresh implements Runnable {
    @Override
    public void run() {
      long sinceMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastNanos);
      if (sinceMillis < MIN_INTERVAL_MILLIS) {
        background.schedule(this, MIN_INTERVAL_MILLIS - sinceMillis, TimeUnit.MILLISECONDS);
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
    if (!refreshFrom(cluster.members()) && !refreshFrom(cluster.nodes())) {
      Log.debug("no node of the cluster gave its topology");
    }
  }

  private boolean refreshFrom(Collection<Node> nodes) {
    List<Node> candidates = new ArrayList<>(nodes);
    Collections.shuffle(candidates, ThreadLocalRandom.current());
    for (Node node : candidates) {
      Topology topology = ask(node);
      if (topology != null && !topology.ranges().isEmpty()) {
        cluster.apply(topology);
        return true;
      }
    }
    return false;
  }

  private Topology ask(Node node) {
    NodeConnection connection = null;
    try {
      connection = node.pool(identity).take(this);
      return Topology.of(connection.ask(Topology.REQUEST, REPLY_TIMEOUT_MILLIS), node.address());
    } catch (IOException | RuntimeException e) {
      Log.debug("node " + node + " gave no topology: " + e);
      return null;
    } finally {
      if (connection != null) {
        connection.release();
      }
    }
  }

  private final class Reaper implements Runnable {
    @Override
    public void run() {
      try {
        for (Node node : cluster.nodes()) {
          node.closeIdle(TimeUnit.SECONDS.toNanos(IDLE_SECONDS));
        }
      } catch (RuntimeException e) { // let out, it would end the reaping for good
        Log.warn("closing idle connections failed; it is tried again in " + REAP_SECONDS + " s", e);
      }
    }
  }
}
