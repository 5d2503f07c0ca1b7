package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The application is connected to a node before the cluster has any hash slots. */
class ClusterFormedLaterTest extends ThreeNodes {

  @Test
  void anOpenConnectionWorksAsANewOneOnceTheClusterIsFormed() throws IOException {
    List<FakeNode.Topology> formed =
        cluster.nodes.stream().map(FakeNode::topology).toList();
    cluster.nodes.forEach(node -> node.topology(() -> "*0\r\n"));
    first.replyTo("GET c", "-CLUSTERDOWN Hash slot not served");
    assertEquals("-CLUSTERDOWN Hash slot not served", application.call("GET c"));
    assertEquals(":0", application.call("DBSIZE"));
    assertEquals(List.of(), List.copyOf(cluster.endpoints.clusters().known()));

    for (int i = 0; i < formed.size(); i++) {
      cluster.nodes.get(i).topology(formed.get(i));
    }
    cluster.store.put("a", "1");
    cluster.store.put("b", "1");
    cluster.store.put("c", "1");
    long start = System.nanoTime();
    Await.until(
        "the keys of all nodes are counted", () -> application.call("DBSIZE").equals(":3"));
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    assertTrue(millis < 3000, millis + " ms");
    assertEquals("$1 1", application.call("GET c"));
    assertTrue(application.call("KEYS *").startsWith("*3 "));
  }

  @Test
  void theNodeIsAskedByTheClock() throws IOException {
    first.topology(() -> "*0\r\n");
    long start = System.nanoTime();
    for (int i = 0; i < 300; i++) {
      application.call("GET b");
    }
    long seconds = (System.nanoTime() - start) / 1_000_000_000L;
    assertTrue(first.topologyRequests() <= 1 + seconds, first.topologyRequests() + " times");
  }
}
