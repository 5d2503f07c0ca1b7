package io.clusteragent.cluster.view;

import io.clusteragent.cluster.connection.BackgroundThreads;
import io.clusteragent.cluster.connection.ConnectionProfile;
import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.SlotClaims;
import io.clusteragent.log.Log;
import io.clusteragent.protocol.ErrorReply;
import io.clusteragent.protocol.Request;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Brings what this JVM sets for the whole server to all nodes.
 *
 * <p>A node that joins later, or restarts, gets each CONFIG SET again, in the background; of other {@linkplain KeptSettings
 * settings} a warning names it. Thread-safe.
 */
public final class ServerSettings {
  private static final int MAX_REPORTED = 1000;

  /** For the dial, each reply to the handshake, and the reply of a node that is asked in the background. */
  private static final int TIMEOUT_MILLIS = 1000;

  /** A node is asked at most once in this time, and 10 ms more for each node, whether it has restarted. */
  private static final long PAUSE_MILLIS = 1000;

  /** The pause doubles with each failure in a row, up to this: a node that cannot be reached becomes suspect each time. */
  private static final long MAX_PAUSE_MILLIS = TimeUnit.MINUTES.toMillis(10);

  private final ClusterTopology topology;
  private final Supplier<ConnectionProfile> identity;

  /** {@code null} until there is something to keep. Written under the lock of this. */
  private volatile KeptSettings kept;

  /** What is known of each node. Guarded by this. */
  private final Map<String, Holding> nodes = new HashMap<>();

  /** The nodes and commands of which a failure was logged. Guarded by this. */
  private final Set<String> reported = new HashSet<>();

  /** A thread of its own, so that a node that hangs does not delay the topology refresh. Written under the lock of this. */
  private ThreadPoolExecutor background;

  /** Tells whether a node has the settings. */
  private static final class Holding {
    /** The id of the process (run_id) that has the settings; empty while the id is not known, {@code null} when it lacks them. */
    String process;

    long pauseMillis;

    /** When the node is asked next ({@link System#nanoTime}). */
    long dueAt = System.nanoTime();

    void pause(long millis) {
      pauseMillis = millis;
      dueAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }
  }

  /**
   * @param identity the profile of the agent's own connections to the nodes
   */
  ServerSettings(ClusterTopology topology, Supplier<ConnectionProfile> identity) {
    this.topology = topology;
    this.identity = identity;
  }

  /** The name of a command for {@link #send}, without values. */
  public static String name(String command, Request request) {
    return KeptSettings.name(command, request);
  }

  /**
   * Sends a command to a node, and logs a warning when the node does not accept it.
   *
   * @param millis how long to wait for the dial, for each reply to the handshake, and for the reply; 0 if no time is left
   * @return false when the node cannot be reached
   */
  public boolean send(
      Node node, ConnectionProfile profile, String name, byte[] command, int millis) {
    String failure = null;
    boolean reached = false;
    try {
      Object reply = ask(node, profile, command, millis);
      reached = true;
      if (reply instanceof ErrorReply) {
        failure = ((ErrorReply) reply).code(); // the rest may repeat a password
      }
    } catch (IOException | RuntimeException e) {
      failure = e.getMessage();
    }
    report(node, name, failure);
    return reached;
  }

  /**
   * Logs a failure, once until the node takes the command.
   *
   * @param failure {@code null} for a success
   */
  private void report(Node node, String name, String failure) {
    if (isNews(node + " " + name, failure != null)) {
      Log.warn("node " + node + " did not take " + name + " (" + failure
          + "), which all masters took; it does not hold there, nor after a failover to that node."
          + " Remedy: set it on that node, or in its configuration file");
    }
  }

  private synchronized boolean isNews(String what, boolean failed) {
    if (!failed) {
      reported.remove(what);
      return false;
    }
    if (reported.size() > MAX_REPORTED) {
      reported.clear();
    }
    return reported.add(what);
  }

  private Object ask(Node node, ConnectionProfile profile, byte[] command, int millis)
      throws IOException {
    if (millis <= 0) {
      throw new IOException("other nodes did not reply in time");
    }
    NodeConnection connection = topology.connections(node).pool(profile).takeWithin(this, millis);
    try {
      return connection.ask(command, millis);
    } catch (SocketTimeoutException e) {
      node.suspect();
      throw e;
    } finally {
      connection.release();
    }
  }

  /**
   * Records a command that all masters have accepted, before the other nodes get it: so {@link #check} cannot send one of them
   * an earlier value last.
   *
   * @param command the command's name in the table's notation
   * @param profile the profile of the connections on which it was sent
   * @param receivers the nodes that get the command now; all others get it once they can be reached
   */
  public synchronized void record(
      String command, Request request, ConnectionProfile profile, Collection<Node> receivers) {
    if (!KeptSettings.concerns(command)) {
      return;
    }
    Set<String> keys = keys(receivers);
    if (kept == null) {
      kept = new KeptSettings();
      for (String key : keys) {
        holding(key).process = "";
      }
    }
    nodes.keySet().retainAll(keys);
    kept.add(command, request, profile.handshake());
  }

  /** Records that a receiver did not get the command after all: it gets all settings once it can be reached. */
  public synchronized void missed(Node receiver) {
    nodes.remove(key(receiver));
  }

  private static Set<String> keys(Collection<Node> nodes) {
    Set<String> keys = new HashSet<>();
    for (Node node : nodes) {
      keys.add(key(node));
    }
    return keys;
  }

  /** Another node can come to the address, and the node to another address. */
  private static String key(Node node) {
    return node.id() + ' ' + node;
  }

  private synchronized Holding holding(String key) {
    Holding known = nodes.get(key);
    if (known == null) {
      known = new Holding();
      nodes.put(key, known);
    }
    return known;
  }

  // ---- nodes that come later

  /** Looks for nodes that lack the settings, and sends them. Called with every topology. */
  synchronized void check() {
    if (kept == null) {
      return;
    }
    if (background == null) {
      background = new ThreadPoolExecutor(
          1,
          1,
          30,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<Runnable>(1),
          new BackgroundThreads("cluster-agent-settings"),
          new ThreadPoolExecutor.DiscardPolicy());
      background.allowCoreThreadTimeOut(true);
    }
    background.execute(this::checkAll);
  }

  synchronized void stop() {
    if (background != null) {
      background.shutdownNow();
    }
  }

  private void checkAll() {
    Collection<Node> members = topology.members();
    synchronized (this) {
      nodes.keySet().retainAll(keys(members));
    }
    long pause = PAUSE_MILLIS + 10L * members.size();
    for (Node node : ClusterTopology.inRandomOrder(members)) {
      Holding holding = holding(key(node));
      if (System.nanoTime() - holding.dueAt >= 0) {
        boolean reached = check(node, holding);
        holding.pause(
            reached ? pause : Math.min(Math.max(pause, 2 * holding.pauseMillis), MAX_PAUSE_MILLIS));
      }
    }
  }

  /** Sends the settings to a node, unless the process there has them; returns false when the node cannot be reached. */
  private boolean check(Node node, Holding holding) {
    String before;
    synchronized (this) {
      before = holding.process;
    }
    String process;
    try {
      ConnectionProfile profile = identity.get().with(kept.handshake());
      process = SlotClaims.runId(ask(node, profile, SlotClaims.PROCESS_REQUEST, TIMEOUT_MILLIS));
    } catch (IOException | RuntimeException e) {
      if (before == null) {
        report(node, kept.names(), e.getMessage());
      }
      return false;
    }
    synchronized (this) {
      holding.process = process;
    }
    if (before != null && (before.isEmpty() || before.equals(process))) {
      return true;
    }
    List<KeptSettings.Setting> sent;
    do { // again if the application has set another value meanwhile, which an old one may have
      // overtaken
      sent = kept.settings();
      for (KeptSettings.Setting setting : sent) {
        ConnectionProfile profile = identity.get().with(setting.handshake);
        if (!send(node, profile, setting.name, setting.command, TIMEOUT_MILLIS)) {
          synchronized (this) {
            holding.process = null;
          }
          return false;
        }
      }
    } while (!sent.equals(kept.settings()));
    String lost = kept.lost();
    if (!lost.isEmpty()) {
      Log.warn("node " + node + " joined or restarted after this process sent all nodes " + lost
          + ", which the agent does not keep: check that it holds there, too");
    }
    return true;
  }
}
