package io.clusteragent.session.sentinel;

import io.clusteragent.cluster.address.NodeAddress;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A master that is where the test says. */
final class FakeMaster implements MonitoredMaster {
  final Set<String> names = ConcurrentHashMap.newKeySet();
  final Set<Runnable> subscribers = ConcurrentHashMap.newKeySet();
  private volatile NodeAddress now = new NodeAddress("node1", 7000);
  private volatile NodeAddress lastFound;
  private volatile boolean lost;

  /** Moves the master, and tells the subscribers. */
  void moveTo(String host, int port) {
    now = new NodeAddress(host, port);
    subscribers.forEach(Runnable::run);
  }

  void lose() {
    lost = true;
  }

  @Override
  public NodeAddress find() throws IOException {
    if (lost) {
      throw new IOException("no node\r\nanswers");
    }
    lastFound = now;
    return now;
  }

  @Override
  public NodeAddress lastFound() {
    return lastFound;
  }

  @Override
  public void addName(String name) {
    names.add(name);
  }

  @Override
  public Collection<String> names() {
    return names.isEmpty() ? List.of("mymaster") : names;
  }

  @Override
  public Collection<NodeAddress> replicas() {
    return List.of(new NodeAddress("node2", 7001), new NodeAddress("node3", 7002));
  }

  @Override
  public boolean isSuspect(NodeAddress node) {
    return node.host().equals("node3");
  }

  @Override
  public Collection<NodeAddress> otherSentinels() {
    return List.of(new NodeAddress("sentinel2", 26379));
  }

  @Override
  public void addSubscriber(Runnable subscriber) {
    subscribers.add(subscriber);
  }

  @Override
  public void removeSubscriber(Runnable subscriber) {
    subscribers.remove(subscriber);
  }
}
