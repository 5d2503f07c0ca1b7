package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.RedisNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Polls every few milliseconds whether a node is in some state. Thread-safe. */
final class StateWatch implements AutoCloseable {
  private static final long POLL_MILLIS = 2;
  private static final long LONGEST_WAIT_MILLIS = 30_000;

  private final String state;
  private final RedisNode node;
  private final Predicate<RedisNode> look;
  private final Thread thread = new Thread(this::poll, "watches a node");
  private long before;
  private long first;
  private long last;

  private StateWatch(String state, RedisNode node, Predicate<RedisNode> look) {
    this.state = state;
    this.node = node;
    this.look = look;
  }

  /** Watches whether a replica takes over. */
  static StateWatch promotion(RedisNode replica) {
    return start("become a master", replica, node -> hasRole(node, "master"));
  }

  /** Watches whether a master becomes a replica of another one. */
  static StateWatch demotion(RedisNode master) {
    return start("become a replica", master, node -> hasRole(node, "slave"));
  }

  private static boolean hasRole(RedisNode node, String role) {
    return ((List<?>) node.ask("ROLE")).get(0).equals(role);
  }

  /** Watches whether a node refuses commands because slots of others are not served ({@code CLUSTERDOWN}). */
  static StateWatch refusal(RedisNode node) {
    return start("refuse commands", node, asked -> ((String) asked.ask("CLUSTER", "INFO"))
        .contains("cluster_state:fail"));
  }

  private static StateWatch start(String state, RedisNode node, Predicate<RedisNode> look) {
    StateWatch watch = new StateWatch(state, node, look);
    watch.thread.start();
    return watch;
  }

  private void poll() {
    try {
      while (true) {
        long asked = System.currentTimeMillis();
        boolean seen = look.test(node);
        note(seen, asked, System.currentTimeMillis());
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException | UncheckedIOException over) {
      // The watch was closed, or the node has ended.
    }
  }

  private synchronized void note(boolean seen, long asked, long answered) {
    if (seen) {
      first = first == 0 ? answered : first;
      last = answered;
      notifyAll();
    } else if (first == 0) {
      before = asked;
    }
  }

  /** Waits for the state. */
  synchronized void await() throws InterruptedException {
    long end = System.currentTimeMillis() + LONGEST_WAIT_MILLIS;
    while (first == 0) {
      long left = end - System.currentTimeMillis();
      if (left <= 0) {
        throw new IllegalStateException(node + " does not " + state);
      }
      wait(left);
    }
  }

  /** The last moment before {@link #first} at which the node was not in the state. */
  synchronized long before() {
    return before;
  }

  /** When the node was first seen in the state, in milliseconds since the epoch; 0 if never. */
  synchronized long first() {
    return first;
  }

  /** The time from the first to the last moment at which the node was seen in the state. */
  synchronized long lengthMillis() {
    return last - first;
  }

  /** Ends the watch. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
