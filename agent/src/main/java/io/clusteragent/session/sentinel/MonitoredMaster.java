package io.clusteragent.session.sentinel;

import io.clusteragent.cluster.address.NodeAddress;
import java.io.IOException;
import java.util.Collection;

/** Shows one connection to a Sentinel the master that the Sentinel monitors. Thread-safe. */
public interface MonitoredMaster {

  /**
   * Returns where the master is, and may ask nodes whether they answer.
   *
   * @throws IOException when no node can be reached; its message is for users
   */
  NodeAddress find() throws IOException;

  /** Returns where the master was by the last answer to any connection; {@code null} before the first one. */
  NodeAddress lastFound();

  /** Records a name that a client has for the master. */
  void addName(String name);

  /** The names that clients have for the master; never empty. */
  Collection<String> names();

  /** The other nodes that can become the master. */
  Collection<NodeAddress> replicas();

  /** Whether a node seems to be down. */
  boolean isSuspect(NodeAddress node);

  /** The other Sentinels that monitor the same master. */
  Collection<NodeAddress> otherSentinels();

  /**
   * Calls a subscriber, in any thread, whenever the master may have been replaced.
   *
   * <p>The call must return at once.
   */
  void addSubscriber(Runnable subscriber);

  void removeSubscriber(Runnable subscriber);
}
