package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The entry node is taken out of the cluster, and goes on running alone. */
class RemovedNodeTest extends ThreeNodes {
  private static final String MESSAGE = "*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$2\r\nhi\r\n";

  @BeforeEach
  void learn() throws IOException {
    application.call("GET a");
    cluster.agentView();
  }

  @Test
  void aSubscriberMovesToAMember() throws IOException {
    application.send("SUBSCRIBE news");
    application.reply();
    remove();

    assertMessageArrives();
  }

  /** No reply shows the agent that the cluster has forgotten the node. */
  @Test
  void aSubscriberMovesSoonWhenTheNodeGaveItsSlotsAwayBefore() throws IOException {
    application.send("SUBSCRIBE news");
    application.reply();
    cluster.giveSlotsAway(first);
    cluster.agentView().requestRefresh();
    Await.until(
        "it has no slots",
        () -> !cluster.agentView().members().contains(cluster.agentView().node(first.address())));
    cluster.remove(first);

    assertMessageArrives();
  }

  /** Such a node is not in CLUSTER SLOTS, and its removal does not change the topology. */
  @Test
  void aSubscriberMovesWhenTheNodeNeverHadSlots() throws IOException {
    try (FakeCluster another = new FakeCluster(3);
        Application subscriber = connectWithoutSlots(another)) {
      subscriber.send("SUBSCRIBE news");
      subscriber.reply();
      another.remove(another.nodes.get(0));
      Thread publisher = new Thread(() -> {
        Await.until("it has subscribed elsewhere", () -> another.nodes.stream()
            .skip(1)
            .anyMatch(node -> node.received().contains("SUBSCRIBE news")));
        another.nodes.forEach(node -> node.push(MESSAGE));
      });
      publisher.start();
      subscriber.timeout(8000);
      assertEquals("*3 $7 message $4 news $2 hi", subscriber.reply());
    }
  }

  private static Application connectWithoutSlots(FakeCluster cluster) throws IOException {
    FakeNode entry = cluster.nodes.get(0);
    cluster.giveSlotsAway(entry);
    Application subscriber = cluster.connect(entry);
    assertEquals("$-1", subscriber.call("GET a"));
    cluster.agentView().requestRefresh();
    return subscriber;
  }

  private void assertMessageArrives() throws IOException {
    Thread publisher = new Thread(() -> {
      Await.until("it has subscribed elsewhere", () -> hasReceived("SUBSCRIBE news"));
      second.push(MESSAGE);
      third.push(MESSAGE);
    });
    publisher.start();
    application.timeout(8000);
    assertEquals("*3 $7 message $4 news $2 hi", application.reply());
  }

  @Test
  void commandsWithoutAKeyGoToAMember() throws IOException {
    remove();
    Await.until(
        "its connections are closed", () -> first.conversationsOfSessions().isEmpty());
    first.reset();

    assertEquals("+PONG", application.call("PING"));
    assertEquals(List.of(), first.received());
  }

  @Test
  void aNewConnectionToItsAddressIsServedByAMember() throws IOException {
    remove();
    Await.until(
        "its connections are closed", () -> first.conversationsOfSessions().isEmpty());
    try (Application fresh = cluster.connect(first)) {
      fresh.send("SUBSCRIBE news");
      assertEquals("*3 $9 subscribe $4 news :1", fresh.reply());
    }
    assertEquals(true, hasReceived("SUBSCRIBE news"));
    assertFalse(first.received().contains("SUBSCRIBE news"));
  }

  /** A master that gave its slots away is still a member, and gets all messages. */
  @Test
  void aMemberWithoutSlotsKeepsItsSessions() throws IOException {
    cluster.giveSlotsAway(first);
    cluster.agentView().requestRefresh();
    Await.until(
        "it has no slots",
        () -> !cluster.agentView().members().contains(cluster.agentView().node(first.address())));
    int requests = second.topologyRequests() + third.topologyRequests();
    cluster.agentView().requestRefresh();
    Await.until(
        "the next refresh", () -> second.topologyRequests() + third.topologyRequests() > requests);

    first.reset();
    assertEquals("+PONG", application.call("PING"));
    assertEquals(List.of("PING"), first.received());
  }

  private void remove() {
    cluster.remove(first);
    cluster.agentView().requestRefresh();
  }

  private boolean hasReceived(String command) {
    return second.received().contains(command) || third.received().contains(command);
  }
}
