package io.clusteragent.tests.settings;

import io.clusteragent.demo.cluster.FreePorts;
import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import io.clusteragent.demo.cluster.TcpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** All nodes restart at other addresses, with their ids; the service connects to the address of one of them. */
final class MovedNodesSetting extends Setting {
  private enum OldAddresses {
    REFUSE,
    SWALLOW,
    SWAPPED
  }

  private final RedisCluster cluster =
      RedisCluster.builder().masters(3).config("appendonly", "yes").start();
  private final TcpProxy service = TcpProxy.balancer(cluster.nodes().get(0).port());
  private final List<ServerSocket> holes = new ArrayList<>();
  private final OldAddresses oldAddresses;

  private MovedNodesSetting(OldAddresses oldAddresses) {
    this.oldAddresses = oldAddresses;
  }

  static Setting refusing() {
    return new MovedNodesSetting(OldAddresses.REFUSE);
  }

  static Setting swallowing() {
    return new MovedNodesSetting(OldAddresses.SWALLOW);
  }

  static Setting swapped() {
    return new MovedNodesSetting(OldAddresses.SWAPPED);
  }

  @Override
  int port() {
    return service.port();
  }

  @Override
  List<String> acts() {
    return List.of("move", "move");
  }

  @Override
  void act(String act) {
    List<Integer> old = new ArrayList<>();
    List<Integer> fresh = new ArrayList<>();
    for (RedisNode node : cluster.nodes()) {
      old.add(node.port());
      fresh.add(FreePorts.next());
    }
    if (oldAddresses == OldAddresses.SWAPPED) {
      fresh = new ArrayList<>(old);
      Collections.rotate(fresh, 1);
    }
    cluster.moveAll(fresh);
    if (oldAddresses == OldAddresses.SWALLOW) {
      old.forEach(this::swallow);
    }
    service.lead(cluster.nodes().get(1).port());
  }

  /** Listens, and accepts no connection: the system itself answers the first few, and then drops packets. */
  private void swallow(int port) {
    try {
      holes.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    service.close();
    cluster.close();
    for (ServerSocket hole : holes) {
      try {
        hole.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
