package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.RedisNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Asks a node every few milliseconds whether it is in some state. Thread-safe. */
final class Watch implements AutoCloseable {
  private static final long POLL_MILLIS = 2;
  private static final long LONGEST_WAIT_MILLIS = 30_000;

  private final String state;
  private final RedisNode node;
  private final Predicate<RedisNode> look;
  private final Thread thread = new Thread(this::poll, "watches a node");
  private long before;
  private long first;
  private long last;

  private Watch(String state, RedisNode node, Predicate<RedisNode> look) {
    this.state = state;
    this.node = node;
    this.look = look;
  }

  /** Whether a replica takes over. */
  static Watch promotion(RedisNode replica) {
    return start("become a master", replica, node -> hasRole(node, "master"));
  }

  /** Whether a master gives in to another one. */
  static Watch demotion(RedisNode master) {
    return start("become a replica", master, node -> hasRole(node, "slave"));
  }

  private static boolean hasRole(RedisNode node, String role) {
    return ((List<?>) node.ask("ROLE")).get(0).equals(role);
  }

  /** Whether a node refuses commands because slots of others are not served ({@code CLUSTERDOWN}). */
  static Watch refusal(RedisNode node) {
    return start("refuse commands", node, asked -> ((String) asked.ask("CLUSTER", "INFO"))
        .contains("cluster_state:fail"));
  }

  private static Watch start(String state, RedisNode node, Predicate<RedisNode> look) {
    Watch watch = new Watch(state, node, look);
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
      // Nobody wants to know any more, or the node is gone.
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

  /** When the state was seen first, in milliseconds since the epoch; 0 if never. */
  synchronized long first() {
    return first;
  }

  /** From the first time to the last one. */
  synchronized long lengthMillis() {
    return last - first;
  }

  /** Ends the watch. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
