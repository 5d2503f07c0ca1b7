package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands that concern all nodes, in a cluster of two masters and a replica of the first. */
class AllNodesTest {
  private static final String EVENTS = "CONFIG SET notify-keyspace-events KEA";
  private static final String SECRET = "s3cret";

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final PrintStream stderr = System.err;
  private FakeCluster cluster;
  private FakeNode master;
  private FakeNode other;
  private FakeNode replica;
  private Application application;

  @BeforeEach
  void start() {
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    cluster = new FakeCluster(2);
    master = cluster.nodes.get(0);
    other = cluster.nodes.get(1);
    replica = cluster.addReplica(master);
    application = cluster.connect(master);
  }

  @AfterEach
  void stop() throws IOException {
    System.setErr(stderr);
    application.close();
    cluster.close();
  }

  private String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  // ---- replicas

  @Test
  void replicasGetWhatTheMastersHaveAccepted() throws IOException {
    assertEquals("+OK", application.call(EVENTS));

    for (FakeNode node : cluster.nodes) {
      assertEquals(List.of(EVENTS), node.received());
    }
    cluster.assertAllReleased();
    assertEquals("", log());
  }

  @Test
  void replicasGetNothingThatAMasterRefuses() throws IOException {
    other.replyTo("CONFIG", "-ERR no such parameter");

    assertEquals("-ERR no such parameter", application.call(EVENTS));
    assertEquals(List.of(), replica.received());
  }

  @Test
  void theRefusalOfAReplicaIsOneWarningWithoutTheServersWords() throws IOException {
    String command = "ACL SETUSER worker >" + SECRET;
    String refusal = "-ERR Error in ACL SETUSER modifier '>" + SECRET + "'";
    replica.replyTo("ACL", refusal).replyTo("ACL", refusal);

    assertEquals("+OK", application.call(command));
    assertEquals("+OK", application.call(command));
    assertTrue(log().contains("node " + replica + " did not take ACL SETUSER (ERR)"), log());
    assertEquals(1, log().lines().count(), log());
    assertFalse(log().contains(SECRET), log());
  }

  @Test
  void aReplicaThatIsDownCausesAWarningAndGetsTheSettingWhenItIsBack() throws IOException {
    application.call("GET b");
    replica.stop();

    assertEquals("+OK", application.call(EVENTS));
    assertTrue(
        log().contains("node " + replica + " did not take CONFIG SET notify-keyspace-events"),
        log());
    replica.start();
    awaitAt(replica, EVENTS);
  }

  @Test
  void aReplicaThatHangsDoesNotHoldTheReplyBackForLong() throws IOException {
    application.call("GET b");
    replica.hang();

    assertEquals("+OK", application.call(EVENTS));
    assertTrue(log().contains("node " + replica + " did not take CONFIG SET"), log());
  }

  /** The application's own timeout may be none, as that of a subscriber. */
  @Test
  void replicasThatHangInTheHandshakeDoNotHoldTheReplyBackForLong() throws IOException {
    cluster.addReplica(other).hang();
    cluster.addReplica(other).hang();
    cluster.timeout(0);
    try (Application patient = cluster.connect(master)) {
      patient.send(EVENTS);
      patient.socket.setSoTimeout(5000);
      assertEquals("+OK", patient.reply());
    }
    assertEquals(2, log().lines().filter(line -> line.contains("did not take")).count(), log());
    replica.await(EVENTS);
  }

  @Test
  void whatIsReplicatedGoesToTheMastersOnly() throws IOException {
    cluster.nodes.forEach(node -> node.replyTo("FUNCTION", "$1\r\na"));

    assertEquals("$1 a", application.call("FUNCTION LOAD a"));
    assertEquals("+OK", application.call("FLUSHALL"));
    assertEquals(List.of(), replica.received());
  }

  @Test
  void laterCommandsOfThePipelineSeeTheSettingAtAReplica() throws IOException {
    try (Application atReplica = cluster.connect(replica)) {
      atReplica.send(EVENTS, "CONFIG GET notify-keyspace-events", "PING");

      assertEquals("+OK", atReplica.reply());
      assertEquals("+OK", atReplica.reply());
      assertEquals("+PONG", atReplica.reply());
    }
    assertEquals(List.of(EVENTS, "CONFIG GET notify-keyspace-events", "PING"), replica.received());
  }

  @Test
  void replicasGetTheCommandWhenTheApplicationWantsNoReply() throws IOException {
    application.send("CLIENT REPLY OFF", EVENTS, "CLIENT REPLY ON");

    assertEquals("+OK", application.reply());
    assertEquals(List.of(EVENTS), replica.received());
  }

  // ---- nodes that come later

  @Test
  void aNodeThatJoinsGetsWhatThisProcessHasSet() throws IOException {
    application.call(EVENTS);
    application.call("CONFIG SET notify-keyspace-events Egx maxmemory 0");
    FakeNode joined = cluster.addReplica(other);

    awaitAt(joined, "CONFIG SET notify-keyspace-events Egx");
    joined.await("CONFIG SET maxmemory 0");
    assertFalse(joined.received().contains(EVENTS), "an earlier value counts no more");
  }

  @Test
  void aNodeThatJoinsOrRestartsGetsItOverResp3() throws IOException {
    application.call("HELLO 3");
    application.call(EVENTS);
    FakeNode joined = cluster.addReplica(other);
    awaitAt(joined, EVENTS);
    joined.reset();
    joined.restart();

    awaitAt(joined, EVENTS);
  }

  @Test
  void aNodeThatJoinsGetsItWithTheCredentialsThatSetIt() throws IOException {
    application.call("AUTH admin secret");
    application.call(EVENTS);
    try (Application worker = cluster.connect(other)) {
      worker.call("AUTH worker secret");
      worker.call("GET b");
      FakeNode joined = cluster.addReplica(other);
      joined.requirePassword("admin secret");

      awaitAt(joined, EVENTS);
      assertTrue(
          joined.conversations().stream()
              .anyMatch(each -> each.handshake().contains("AUTH admin secret")),
          "the user worker may have no right to CONFIG SET");
    }
  }

  @Test
  void aNodeThatRestartedGetsItAgain() throws IOException {
    application.call(EVENTS);
    assertEquals(List.of(EVENTS), replica.received());
    refreshUntilKnown();
    replica.reset();
    replica.restart();

    awaitAt(replica, EVENTS);
    assertEquals(List.of(EVENTS), settings(master), "which has not restarted");
  }

  /** Waits until the agent knows which process of each node has the setting. */
  private void refreshUntilKnown() {
    int before = replica.topologyRequests() + master.topologyRequests() + other.topologyRequests();
    Await.until("a refresh has ended", () -> {
      cluster.agentView().requestRefresh();
      return replica.topologyRequests() + master.topologyRequests() + other.topologyRequests()
          > before + 2;
    });
  }

  @Test
  void aSecretIsNeverSentLaterButReported() throws IOException {
    application.call("CONFIG SET masterauth " + SECRET);
    application.call("ACL SETUSER worker on >" + SECRET);
    application.call(EVENTS);
    FakeNode joined = cluster.addReplica(other);

    awaitAt(joined, EVENTS);
    Await.until("a warning", () -> log().contains("node " + joined + " joined or restarted"));
    assertTrue(log().contains("ACL SETUSER, CONFIG SET masterauth"), log());
    assertFalse(log().contains(SECRET), log());
    assertEquals(List.of(EVENTS), settings(joined));
  }

  @Test
  void aRefusalOfANodeThatJoinsIsReportedAndNotRepeated() throws IOException {
    application.call(EVENTS);
    FakeNode joined = cluster.addReplica(other);
    joined.replyTo("CONFIG", "-NOPERM no");

    awaitAt(joined, EVENTS);
    Await.until("a warning", () -> log().contains("did not take CONFIG SET"));
    refreshUntilKnown();
    assertEquals(List.of(EVENTS), settings(joined));
  }

  @Test
  void aNodeThatIsLostInBetweenIsReportedAndGetsItAgain() throws IOException {
    application.call(EVENTS);
    FakeNode joined = cluster.addReplica(other);
    joined.closeOn("CONFIG", "");

    Await.until("a warning", () -> {
      cluster.agentView().requestRefresh();
      return log().contains("node " + joined + " did not take CONFIG SET");
    });
    Await.until("it is sent again", () -> {
      cluster.agentView().requestRefresh();
      return settings(joined).equals(List.of(EVENTS, EVENTS));
    });
  }

  @Test
  void anOldValueThatIsBeingSentToANodeThatJoinedDoesNotStay() throws IOException {
    application.call("CONFIG SET maxmemory 0");
    application.call("CONFIG SET timeout 1");
    FakeNode joined = cluster.addReplica(other);
    joined.delayReplies(400);
    Await.until("maxmemory is being sent, as the first", () -> {
      cluster.agentView().requestRefresh();
      return joined.sessionConnections() > 0;
    });
    application.call("CONFIG SET timeout 2");

    Await.until("the new value is the last", () -> {
      List<String> sent = settings(joined);
      return sent.contains("CONFIG SET timeout 1")
          && sent.lastIndexOf("CONFIG SET timeout 2") > sent.lastIndexOf("CONFIG SET timeout 1");
    });
  }

  private void awaitAt(FakeNode node, String command) {
    Await.until(command + " arrives", () -> {
      cluster.agentView().requestRefresh();
      return node.received().contains(command);
    });
  }

  private static List<String> settings(FakeNode node) {
    return node.received().stream()
        .filter(command -> command.startsWith("CONFIG SET") || command.startsWith("ACL"))
        .toList();
  }

  // ---- the entry node

  @Test
  void subscribersAtAReplicaThatIsTheEntryNodeCount() throws IOException {
    cluster.nodes.forEach(node -> node.replyTo("PUBSUB", "*2\r\n$1\r\nx\r\n:1"));
    try (Application atReplica = cluster.connect(replica)) {
      assertEquals("*2 $1 x :3", atReplica.call("PUBSUB NUMSUB x"));
    }
  }

  @Test
  void subscribersAtAMasterThatIsTheEntryNodeCountOnce() throws IOException {
    cluster.nodes.forEach(node -> node.replyTo("PUBSUB", "*2\r\n$1\r\nx\r\n:1"));

    assertEquals("*2 $1 x :2", application.call("PUBSUB NUMSUB x"));
    assertEquals(List.of(), replica.received());
  }

  @Test
  void theNodeBehindABalancerCountsOnceWhateverItIs() throws IOException {
    assertEquals("*1 $1 a", channelsThroughBalancer(master.id(), "a"), "the master has it");
    assertEquals("*2 $1 a $1 b", channelsThroughBalancer(replica.id(), "b"));
    assertEquals("*2 $1 a $1 b", channelsThroughBalancer("without slots", "b"));
  }

  /** The channels of the masters and, unless it is one of them, of the node that a balancer connects to. */
  private String channelsThroughBalancer(String id, String channel) throws IOException {
    try (FakeNode balancer = new FakeNode(cluster.store, Conversation.ALL_KEYS, master.topology());
        Application behind = cluster.connect(balancer)) {
      balancer.id(id);
      behind.call("GET b");
      master.replyTo("PUBSUB", "*1\r\n$1\r\na");
      other.replyTo("PUBSUB", "*0");
      balancer.replyTo("PUBSUB", "*1\r\n$1\r\n" + channel);
      String reply = behind.call("PUBSUB CHANNELS");
      int asked = balancer.idRequests();
      cluster.nodes.forEach(FakeNode::reset);
      master.replyTo("PUBSUB", ":0");
      other.replyTo("PUBSUB", ":0");
      balancer.replyTo("PUBSUB", ":0");
      behind.call("PUBSUB NUMPAT");
      assertEquals(asked, balancer.idRequests(), "the id is asked for once for each connection");
      return reply;
    }
  }

  @Test
  void aMasterBehindABalancerGetsASettingOnce() throws IOException {
    assertEquals(List.of(), settingsThroughBalancer(master.id()));
    assertEquals(List.of(), settingsThroughBalancer(replica.id()));
    assertEquals(List.of(EVENTS), settingsThroughBalancer("without slots"));
    assertEquals("", log());
  }

  /** What the node that a balancer connects to gets on the application's connection, and on others. */
  private List<String> settingsThroughBalancer(String id) throws IOException {
    try (FakeNode balancer = new FakeNode(cluster.store, Conversation.ALL_KEYS, master.topology());
        Application behind = cluster.connect(balancer)) {
      balancer.id(id);
      behind.call("GET b");
      cluster.nodes.forEach(FakeNode::reset);
      assertEquals("+OK", behind.call(EVENTS));
      assertEquals("$-1", behind.call("GET b"), "the replies stay in step");
      for (FakeNode node : cluster.nodes) {
        assertEquals(List.of(EVENTS), settings(node));
      }
      assertEquals(1, balancer.sessionConnections() + (settings(balancer).isEmpty() ? 1 : 0));
      return settings(balancer);
    }
  }

  @Test
  void theRefusalOfANodeWithoutSlotsIsAWarning() throws IOException {
    try (FakeNode apart = new FakeNode(cluster.store, Conversation.ALL_KEYS, master.topology());
        Application behind = cluster.connect(apart)) {
      apart.replyTo("CONFIG", "-ERR no " + SECRET);
      assertEquals("+OK", behind.call(EVENTS));
      assertTrue(log().contains("node " + apart + " did not take CONFIG SET"), log());
      assertFalse(log().contains(SECRET), log());
    }
  }

  @Test
  void aPausedMasterBehindABalancerIsNotAskedForItsId() throws IOException {
    try (FakeNode balancer = new FakeNode(cluster.store, Conversation.ALL_KEYS, master.topology());
        Application behind = cluster.connect(balancer)) {
      behind.call("GET b");
      int asked = balancer.idRequests();
      behind.call("CLIENT PAUSE 10");
      assertEquals(asked, balancer.idRequests());
    }
  }

  @Test
  void aReplicaBehindABalancerThatRunsAScriptGetsItsEnd() throws IOException {
    String running = "-BUSY Redis is busy running a script";
    try (FakeNode balancer = new FakeNode(cluster.store, Conversation.ALL_KEYS, master.topology());
        Application behind = cluster.connect(balancer)) {
      behind.call("GET b");
      balancer.id(replica.id());
      balancer.replyToMyId(running + "\r\n");
      for (FakeNode node : List.of(master, other)) {
        node.replyTo("SCRIPT KILL", "-NOTBUSY No scripts in execution right now.");
      }
      balancer.replyTo("SCRIPT KILL", "+OK");
      assertEquals("+OK", behind.call("SCRIPT KILL"));

      cluster.nodes.forEach(node -> node.replyTo("PUBSUB", "*0"));
      balancer.replyTo("PUBSUB", "*1\r\n$1\r\nb");
      assertEquals("*0", behind.call("PUBSUB CHANNELS"), "it does not tell its id");
      cluster.nodes.forEach(FakeNode::reset);
      balancer.replyToMyId(null);
      cluster.nodes.forEach(node -> node.replyTo("PUBSUB", "*0"));
      assertEquals("*1 $1 b", behind.call("PUBSUB CHANNELS"), "the script has ended");
    }
  }

  @Test
  void aUserWhoMayNotAskForTheIdIsDeniedOnce() throws IOException {
    try (FakeNode balancer =
        new FakeNode(cluster.store, Conversation.ALL_KEYS, master.topology())) {
      balancer.replyToMyId("-NOPERM this user has no permissions to run 'cluster|myid'\r\n");
      int asked = 0;
      for (int i = 0; i < 3; i++) {
        try (Application behind = cluster.connect(balancer)) {
          cluster.nodes.forEach(node -> node.replyTo("PUBSUB", ":1"));
          assertEquals(":2", behind.call("PUBSUB NUMPAT"));
          cluster.nodes.forEach(FakeNode::reset);
        }
        asked = i == 0 ? balancer.idRequests() : asked;
      }
      assertEquals(asked, balancer.idRequests());
    }
  }

  @Test
  void aClientOfTheEntryNodeIsKilledThoughTheEntryNodeIsAReplica() throws IOException {
    master.replyTo("CLIENT KILL", "-ERR No such client");
    other.replyTo("CLIENT KILL", "-ERR No such client");
    try (Application atReplica = cluster.connect(replica)) {
      assertEquals("+OK", atReplica.call("CLIENT KILL 127.0.0.1:5"));
    }
    assertEquals(List.of("CLIENT KILL 127.0.0.1:5"), replica.received());
  }
}
