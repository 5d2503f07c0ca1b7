package io.clusteragent.cluster.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.clusteragent.cluster.RespServer;
import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.ConnectionProfile;
import io.clusteragent.cluster.connection.Handshake;
import io.clusteragent.cluster.connection.Handshake.Step;
import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.cluster.topology.TopologyText;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologyCacheTest {
  @TempDir
  Path dir;

  private Path file;
  private RespServer one;
  private RespServer two;

  @BeforeEach
  void start() throws IOException {
    file = dir.resolve("topology");
    one = new RespServer();
    two = new RespServer();
    one.on("CLUSTER SLOTS", RespServer.slots(one, two));
  }

  @AfterEach
  void stop() throws IOException {
    one.close();
    two.close();
  }

  @Test
  void aTopologyIsKeptForTheNextRun() throws IOException {
    probe(new TopologyCache(file.toString()));

    Await.until("the file is written", () -> Files.exists(file));
    assertEquals(
        List.of(Map.of(one.address(), one.id(), two.address(), two.id())),
        new TopologyCache(file.toString()).read());
  }

  @Test
  void onlyTheOwnerMayReadTheFileAndItHoldsNoSecret() throws IOException {
    probe(new TopologyCache(file.toString()));

    Await.until("the file is written", () -> Files.exists(file));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertFalse(Files.readString(file).contains("secret"));
    try (Stream<Path> files = Files.list(dir)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void theFileIsWrittenOnlyWhenNodesChange() throws Exception {
    Cluster cluster = probe(new TopologyCache(file.toString()));
    Await.until("the file is written", () -> Files.exists(file));
    Files.delete(file);
    refresh(cluster);
    assertFalse(Files.exists(file), "nothing changed");

    one.on("CLUSTER SLOTS", RespServer.slots(one));
    two.on("CLUSTER SLOTS", RespServer.slots(one));
    cluster.requestRefresh();
    Await.until("the file is written", () -> Files.exists(file));
    assertEquals(
        List.of(Map.of(one.address(), one.id())), new TopologyCache(file.toString()).read());
  }

  @Test
  void clustersThatThisRunHasNotMetStayInTheFile() throws IOException {
    Map<NodeAddress, String> other = Map.of(new NodeAddress("10.0.0.7", 7001), "other");
    Map<NodeAddress, String> before = Map.of(one.address(), one.id());
    Files.writeString(file, TopologyText.write(List.of(before, other)));
    TopologyCache cache = new TopologyCache(file.toString());
    cache.read();
    probe(cache);

    Map<NodeAddress, String> now = Map.of(one.address(), one.id(), two.address(), two.id());
    Await.until(
        "the file contains both clusters",
        () -> new TopologyCache(file.toString()).read().equals(List.of(now, other)));
  }

  @Test
  void clustersStayInTheFileAlsoInARunThatNeverReadIt() throws IOException {
    Map<NodeAddress, String> other = Map.of(new NodeAddress("10.0.0.7", 7001), "other");
    Files.writeString(file, TopologyText.write(List.of(other)));
    probe(new TopologyCache(file.toString()));

    Map<NodeAddress, String> now = Map.of(one.address(), one.id(), two.address(), two.id());
    Await.until(
        "the file contains both clusters",
        () -> new TopologyCache(file.toString()).read().equals(List.of(now, other)));
  }

  @Test
  void aFailedWriteIsTriedAgain() throws IOException {
    Path folder = dir.resolve("later");
    Path late = folder.resolve("topology");
    Cluster cluster = probe(new TopologyCache(late.toString()));
    refresh(cluster);
    Files.createDirectory(folder);
    refresh(cluster);

    Await.until("the file is written", () -> Files.exists(late));
  }

  @Test
  void anUnusableFileIsTreatedAsMissing() throws IOException {
    assertEquals(List.of(), new TopologyCache(file.toString()).read());
    Files.writeString(file, "cluster-agent topology 1\nclus");
    assertEquals(List.of(), new TopologyCache(file.toString()).read());
    assertEquals(List.of(), new TopologyCache(dir.toString()).read());
  }

  @Test
  void aFileThatOthersMayWriteIsNotTrusted() throws IOException {
    Files.writeString(
        file, TopologyText.write(List.of(Map.of(new NodeAddress("10.0.0.7", 7001), "aa"))));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
    assertEquals(List.of(), new TopologyCache(file.toString()).read());

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertEquals(1, new TopologyCache(file.toString()).read().size());
  }

  @Test
  void aFailedWriteDoesNotDisturbTheCluster() throws IOException {
    Cluster cluster =
        probe(new TopologyCache(dir.resolve("missing").resolve("file").toString()));

    assertEquals(HashSlot.COUNT, cluster.slots().covered());
  }

  private Cluster probe(TopologyCache cache) throws IOException {
    Handshake login = Handshake.NONE.with(Step.AUTH, Resp.command("AUTH", "secret"));
    return new Clusters(address -> false, cache, Cluster.Watcher.NOBODY)
        .probe(
            one.address(), one.address(), new ConnectionProfile(RespServer.dialer(), login), 1000)
        .cluster();
  }

  /** Returns when the background thread has processed one more topology: it requests the next one after that. */
  private void refresh(Cluster cluster) {
    two.on("CLUSTER SLOTS", RespServer.slots(one, two));
    for (int i = 0; i < 2; i++) {
      int before = requests();
      cluster.requestRefresh();
      Await.until("a node gets a request", () -> requests() > before);
    }
  }

  private int requests() {
    return one.unread().size() + two.unread().size();
  }
}
