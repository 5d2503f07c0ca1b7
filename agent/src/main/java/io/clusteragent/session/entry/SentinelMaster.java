package io.clusteragent.session.entry;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.Dialer;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.view.Cluster;
import io.clusteragent.log.Log;
import io.clusteragent.session.endpoint.ClusterContext;
import io.clusteragent.session.endpoint.EndpointDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Chooses the cluster node that Sentinels name as their master.
 *
 * <p>It chooses another one when that node is lost. Any node will do, as the agent makes a connection to one serve the whole
 * cluster. The same node stays the master as long as it answers, as each change makes the clients' pools connect anew. One
 * object for all Sentinels with the same nodes: a pool that asks several Sentinels must get one answer. Thread-safe.
 */
final class SentinelMaster {
  /** A node that was asked within this time is not asked again: all subscribers look for a new master at once. */
  private static final long CHECKED_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final int MAX_NAMES = 1000;
  private static final String DEFAULT_NAME = "mymaster";

  private final EndpointDirectory directory;
  private final List<NodeAddress> nodes;
  private final Set<String> names = ConcurrentHashMap.newKeySet();
  private final Set<Runnable> subscribers = ConcurrentHashMap.newKeySet();

  /** All addresses that were ever named: pools may connect to a former one. */
  private final Set<NodeAddress> named = ConcurrentHashMap.newKeySet();

  /** Held while nodes are asked. */
  private final ReentrantLock choosing = new ReentrantLock();

  private boolean isChecked; // under the lock, as are the two that follow
  private long checkedAt;
  private IOException failure;

  /** Written under the lock; {@code null} until a client asks. */
  private volatile NodeAddress master;

  /** The addresses by which the master's cluster may know it. Never changed in place; written before {@link #master}. */
  private volatile Set<NodeAddress> forms = Collections.emptySet();

  /**
   * @param nodes the option's nodes, the preferred one first
   */
  SentinelMaster(EndpointDirectory directory, List<NodeAddress> nodes) {
    this.directory = directory;
    this.nodes = nodes;
  }

  List<NodeAddress> nodes() {
    return nodes;
  }

  /** The master that was named last; {@code null} when no client has asked yet. */
  NodeAddress lastNamed() {
    return master;
  }

  boolean hasNamed(NodeAddress address) {
    return named.contains(address);
  }

  void addName(String name) {
    if (isWord(name) && names.size() < MAX_NAMES) {
      names.add(name);
    }
  }

  /** The messages of Sentinels consist of words with blanks between them. */
  private static boolean isWord(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) <= ' ') {
        return false;
      }
    }
    return !name.isEmpty();
  }

  Collection<String> names() {
    return names.isEmpty() ? Collections.singleton(DEFAULT_NAME) : new ArrayList<>(names);
  }

  void addSubscriber(Runnable subscriber) {
    subscribers.add(subscriber);
  }

  void removeSubscriber(Runnable subscriber) {
    subscribers.remove(subscriber);
  }

  /**
   * Returns the master; another one than before if that one does not answer.
   *
   * @param dialer makes connections to nodes, to see whether they answer
   * @throws IOException when no node can be reached; the message names them
   */
  NodeAddress find(Dialer dialer) throws IOException {
    choosing.lock();
    try {
      NodeAddress now = master;
      if (now != null && isKnownAsGood()) {
        return now;
      }
      if (isChecked && System.nanoTime() - checkedAt < CHECKED_NANOS) {
        if (failure != null) {
          throw failure;
        }
        return now;
      }
      if (now == null || !answers(now, dialer)) {
        choose(now, dialer);
      }
      return master;
    } finally {
      choosing.unlock();
    }
  }

  /** Whether the cluster is known and has no reason to give the master up. */
  private boolean isKnownAsGood() {
    ClusterContext context = directory.clusterNaming(forms);
    Node node = context == null ? null : directory.nodeNamed(context.cluster(), forms);
    return node != null
        && !node.isSuspect()
        && !node.isRemoved()
        && context.cluster().members().contains(node);
  }

  private boolean answers(NodeAddress now, Dialer dialer) {
    ClusterContext context = directory.clusterNaming(forms);
    Node node = context == null ? null : directory.nodeNamed(context.cluster(), forms);
    if (node != null && node.isRemoved()) {
      return false; // it goes on running, outside of the cluster
    }
    try {
      MasterCheck.of(now, dialer);
      checked(null);
      return true;
    } catch (IOException e) {
      Log.debug("the master " + now + " that Sentinels name does not answer: " + e);
      return false;
    }
  }

  private void checked(IOException result) {
    isChecked = true;
    checkedAt = System.nanoTime();
    failure = result;
  }

  private void choose(NodeAddress former, Dialer dialer) throws IOException {
    IOException last = null;
    NodeAddress connected = null;
    long end = System.nanoTime() + directory.options().fallbackNanos();
    for (NodeAddress candidate : candidates(former)) {
      if (last != null && System.nanoTime() - end > 0) {
        break;
      }
      try {
        MasterCheck check = MasterCheck.of(candidate, dialer);
        if (check.isAnswered()) {
          become(candidate, check.forms());
          return;
        }
        connected = connected == null ? candidate : connected;
      } catch (IOException e) {
        last = e;
        Log.debug("Sentinels cannot name " + candidate + " as the master: " + e);
      }
    }
    if (connected != null) {
      become(connected, Collections.singleton(connected));
      return;
    }
    checked(new IOException(
        "cluster-agent cannot connect to any of the nodes " + nodes
            + ", one of which is to be the Sentinel's master"
            + (last == null ? "" : "; the last failure: " + last.getMessage()),
        last));
    throw failure;
  }

  /** The nodes to try, the best first: of the option, of their cluster, and those that are suspect. */
  private Collection<NodeAddress> candidates(NodeAddress former) {
    Set<NodeAddress> all = new LinkedHashSet<>();
    for (NodeAddress node : nodes) {
      if (!isSuspect(node)) {
        all.add(node);
      }
    }
    ClusterContext context = knownCluster();
    if (context != null) {
      Cluster cluster = context.cluster();
      for (Node node : cluster.fallbackNodes(directory.nodeNamed(cluster, forms))) {
        if (node.isTrusted() && !node.isSuspect()) {
          all.add(directory.options().addressMap.of(node.address()));
        }
      }
    }
    all.addAll(nodes);
    all.remove(former);
    return all;
  }

  boolean isOfKnownCluster() {
    return knownCluster() != null;
  }

  private ClusterContext knownCluster() {
    Set<NodeAddress> all = new HashSet<>(nodes);
    all.addAll(forms);
    return directory.clusterNaming(all);
  }

  /** Whether the cluster knows that a node is lost. */
  boolean isSuspect(NodeAddress address) {
    Set<NodeAddress> only = Collections.singleton(address);
    ClusterContext context = directory.clusterNaming(only);
    Node node = context == null ? null : directory.nodeNamed(context.cluster(), only);
    return node != null && (node.isSuspect() || node.isRemoved());
  }

  /** Names a node as the master, from now on. */
  private void become(NodeAddress node, Set<NodeAddress> itsForms) {
    NodeAddress former = master;
    checked(null);
    named.add(node);
    forms = itsForms;
    master = node;
    if (former != null) {
      Log.info("the master that the agent names in place of Sentinels is now the cluster node "
          + node + "; before, it was " + former + ", which is lost");
      wakeSubscribers();
    }
  }

  /** Replaces a master that the application cannot connect to. */
  void replace(NodeAddress lost, NodeAddress by) {
    choosing.lock();
    try {
      if (lost.equals(master)) {
        become(by, Collections.singleton(by));
      }
    } finally {
      choosing.unlock();
    }
  }

  /** Lets subscribers look for another master, unless the present one is known to be good. */
  void clusterChanged() {
    if (master != null && !subscribers.isEmpty() && !isKnownAsGood()) {
      wakeSubscribers();
    }
  }

  private void wakeSubscribers() {
    for (Runnable subscriber : subscribers) {
      subscriber.run();
    }
  }
}
