package io.clusteragent.cluster.view;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clusteragent.cluster.RespServer;
import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.ConnectionProfile;
import io.clusteragent.cluster.connection.Dialer;
import io.clusteragent.cluster.connection.Handshake;
import io.clusteragent.cluster.topology.Topology;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Background tasks continue whatever a watcher or a dialer throws, for example after the agent's jar was replaced. */
class BackgroundTest {
  private final ConnectionProfile identity =
      new ConnectionProfile(RespServer.dialer(), Handshake.NONE);
  private RespServer one;
  private NodeAddress deadAddress;
  private Cluster cluster;
  private ClusterTopology topology;

  @BeforeEach
  void start() throws Exception {
    one = new RespServer();
    RespServer dead = new RespServer();
    deadAddress = dead.address();
    one.on("CLUSTER SLOTS", RespServer.slots(one, dead));
    dead.close();
    cluster = new Clusters(address -> false, TopologyCache.NONE, new FailingWatcher())
        .probe(one.address(), one.address(), identity, 1000)
        .cluster();
    assertEquals("CLUSTER SLOTS", one.next());
    topology = new ClusterTopology(one.address(), true, address -> false, () -> {});
    topology.apply(topologyOf(one));
  }

  private static Topology topologyOf(RespServer node) {
    List<Object> range =
        List.of(0L, 16383L, List.of(node.address().host().getBytes(StandardCharsets.UTF_8), (long)
            node.address().port()));
    return Topology.of(List.of(range), node.address());
  }

  @AfterEach
  void stop() throws IOException {
    cluster.stop();
    one.close();
  }

  @Test
  void theTopologyIsRefreshedAsOftenWhileANodeIsSuspect() throws Exception {
    cluster.node(deadAddress).suspect();

    for (int i = 0; i < 4; i++) {
      assertEquals("CLUSTER SLOTS", one.next());
    }
  }

  @Test
  void idleConnectionsAreStillClosed() {
    TopologyRefresh refresh = new TopologyRefresh(topology, identity, false, new FailingListener());
    try {
      assertDoesNotThrow(() -> refresh.new Maintenance().run());
    } finally {
      refresh.stop();
    }
  }

  @Test
  void latenciesAreStillMeasured() {
    Dialer failing = address -> {
      throw new NoClassDefFoundError("of a web application that was stopped");
    };
    ConnectionProfile identity = new ConnectionProfile(failing, Handshake.NONE);
    assertDoesNotThrow(() -> new LatencyProbe(topology, () -> identity).measureAll());
  }

  private static final class FailingListener implements TopologyRefresh.Listener {
    @Override
    public void changed() {
      throw new NoClassDefFoundError();
    }

    @Override
    public void nodesSuspect() {
      throw new NoClassDefFoundError();
    }

    @Override
    public void maintained() {
      throw new NoClassDefFoundError();
    }
  }

  private static final class FailingWatcher implements Cluster.Watcher {
    @Override
    public void changed(Cluster cluster) {
      throw new NoClassDefFoundError();
    }

    @Override
    public void nodesSuspect(Cluster cluster) {
      throw new NoClassDefFoundError();
    }

    @Override
    public void maintained(Cluster cluster) {
      throw new NoClassDefFoundError();
    }
  }
}
