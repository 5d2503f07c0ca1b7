package io.clusteragent.demo;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.io.IOException;

/**
 * Starts the servers of {@code MIGRATION.md}: an old standalone server at port 6379, and a cluster of 3 masters (ports 7000 to
 * 7002) with a replica each (7003 to 7005). The program runs until the key Enter is pressed.
 */
public final class Playground implements AutoCloseable {
  /** The port of the old server in the guide. */
  public static final int OLD_PORT = 6379;

  /** The port of the cluster's first node in the guide. */
  public static final int FIRST_PORT = 7000;

  private final RedisNode old;
  private final RedisCluster cluster;

  /** Starts the servers; the cluster's ports are consecutive. */
  public Playground(int oldPort, int firstPort) {
    old = RedisNode.settings().ports(oldPort).start();
    try {
      cluster = RedisCluster.builder().replicas(1).ports(firstPort).start();
      cluster.awaitReplicasShown();
    } catch (RuntimeException e) {
      old.close();
      throw e;
    }
  }

  public static void main(String[] args) throws IOException {
    try (Playground playground = new Playground(OLD_PORT, FIRST_PORT)) {
      System.out.println();
      System.out.println("The old server: " + playground.old.address());
      System.out.println("The cluster:    " + playground.cluster.entry());
      System.out.println("Press Enter to end them.");
      int end = System.in.read();
      System.out.println(end < 0 ? "The input has ended." : "Enter was pressed.");
    }
  }

  public RedisNode old() {
    return old;
  }

  public RedisCluster cluster() {
    return cluster;
  }

  @Override
  public void close() {
    cluster.close();
    old.close();
  }
}
