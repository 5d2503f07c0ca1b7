package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.config.Configuration;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The application uses its own names; in the cluster the keys have hash tags. */
class HashTagsTest {
  private static final String CART = "hashTags=cart:{*}:*";
  private static final String ALL = "hashTagAll=shop";

  private FakeCluster cluster;
  private Application application;

  private void connect(String options) {
    cluster = new FakeCluster(
        3, Configuration.of(options, new Properties(), Collections.<String, String>emptyMap()));
    application = cluster.connect(cluster.nodes.get(0));
  }

  @AfterEach
  void close() throws IOException {
    application.close();
    cluster.close();
  }

  private List<String> received(String start) {
    return cluster.nodes.stream()
        .flatMap(node -> node.received().stream())
        .filter(command -> command.startsWith(start))
        .toList();
  }

  private void replyTo(String command, String reply) {
    cluster.nodes.forEach(node -> node.replyTo(command, reply));
  }

  private String sorted(String reply) {
    return new TreeSet<>(List.of(reply.replaceAll("^\\*\\d+ ?", "").split(" "))).toString();
  }

  @Test
  void relatedKeysShareASlot() throws IOException {
    connect(CART);
    assertEquals("+OK", application.call("MSET cart:42:a 1 cart:42:b 2"));
    assertEquals("*3 $1 1 $1 2 $-1", application.call("MGET cart:42:a cart:42:b cart:42"));
    assertEquals(List.of("MSET cart:{42}:a 1 cart:{42}:b 2"), received("MSET"));
    application.send("MULTI", "INCR cart:42:a", "INCR cart:42:b", "EXEC");
    assertEquals("+OK", application.reply());
    assertEquals("+QUEUED", application.reply());
    assertEquals("+QUEUED", application.reply());
    assertEquals("*2 :2 :3", application.reply());
    cluster.assertAllReleased();
  }

  @Test
  void namesInRepliesAreTheApplicationsOwn() throws IOException {
    connect(CART);
    application.call("SET other 1");
    for (int i = 0; i < 9; i++) {
      application.call("SET cart:" + i + ":x 1");
    }
    String carts =
        "[$8, cart:0:x, cart:1:x, cart:2:x, cart:3:x, cart:4:x, cart:5:x, cart:6:x, cart:7:x, cart:8:x]";
    assertEquals(carts, sorted(application.call("KEYS cart:?:x")));
    assertEquals("*1 $8 cart:3:x", application.call("KEYS cart:[3]:*"));
    assertEquals("*0", application.call("KEYS cart:{3}:*"));
    assertEquals("*1 $5 other", application.call("KEYS o*"));

    replyTo("BLPOP", "*2\r\n$10\r\ncart:{1}:y\r\n$1\r\nv");
    assertEquals("*2 $8 cart:1:y $1 v", application.call("BLPOP cart:1:y 1"));
    assertEquals(List.of("BLPOP cart:{1}:y 1"), received("BLPOP"));
    replyTo(
        "XREAD",
        "*1\r\n*2\r\n$10\r\ncart:{1}:s\r\n*1\r\n*2\r\n$3\r\n1-1\r\n*2\r\n$1\r\nf\r\n$1\r\nv");
    assertEquals(
        "*1 *2 $8 cart:1:s *1 *2 $3 1-1 *2 $1 f $1 v",
        application.call("XREAD STREAMS cart:1:s 0"));
    replyTo("XREAD", "%1\r\n$10\r\ncart:{1}:s\r\n*0");
    assertEquals("%1 $8 cart:1:s *0", application.call("XREAD STREAMS cart:1:s 0"));
    replyTo("XREAD", "*-1");
    assertEquals("*-1", application.call("XREAD STREAMS cart:1:s 0"));
  }

  @Test
  void aWalkOverAllKeysShowsTheServicesOwn() throws IOException {
    connect(ALL);
    cluster.store.put("{other}key", "1");
    for (int i = 0; i < 30; i++) {
      application.call("SET key" + i + " 1");
    }
    TreeSet<String> seen = new TreeSet<>();
    String cursor = "0";
    do {
      String[] words = application.call("SCAN " + cursor + " COUNT 7").split(" ");
      cursor = words[2];
      Stream.of(words).filter(word -> word.contains("key")).forEach(seen::add);
    } while (!cursor.equals("0"));
    assertEquals(30, seen.size(), seen::toString);
    assertTrue(seen.contains("key7"), seen::toString);
    assertTrue(received("SCAN").get(0).endsWith("MATCH {shop}*"), () -> received("SCAN")
        .get(0));
    assertEquals("*1 $4 key7", application.call("KEYS [k]ey7"));
  }

  @Test
  void everyReplyOfAPipelineKeepsItsPlace() throws IOException {
    connect(ALL);
    replyTo("BRPOP", "*2\r\n$9\r\n{shop}abc\r\n$1\r\nv");
    application.send("SET a 1", "BRPOP abc 1", "GET a", "SORT a BY w*", "INCR a", "GET none");
    assertEquals("+OK", application.reply());
    assertEquals("*2 $3 abc $1 v", application.reply());
    assertEquals("$1 1", application.reply());
    assertTrue(
        application.reply().startsWith("-ERR SORT cannot be used with hashTags or hashTagAll"));
    assertEquals(":2", application.reply());
    assertEquals("$-1", application.reply());
  }

  @Test
  void aReplyInsideExecIsMappedToo() throws IOException {
    connect(ALL);
    application.call("SET a 1");
    application.send("MULTI", "INCR a", "RPOP x y z", "EXEC");
    assertEquals("+OK", application.reply());
    assertEquals("+QUEUED", application.reply());
    application.reply();
    application.reply();
    application.send("MULTI", "GET a");
    application.reply();
    application.reply();
    replyTo("EXEC", "*1\r\n*2\r\n$9\r\n{shop}abc\r\n$1\r\nv");
    assertEquals("*1 *2 $9 {shop}abc $1 v", application.call("EXEC"), "GET has no name");
    application.send("MULTI", "LMPOP 1 abc LEFT");
    application.reply();
    application.reply();
    replyTo("EXEC", "*1\r\n*2\r\n$9\r\n{shop}abc\r\n*1\r\n$1\r\nv");
    assertEquals("*1 *2 $3 abc *1 $1 v", application.call("EXEC"));
  }

  @Test
  void whatADiscardedTransactionQueuedIsForgotten() throws IOException {
    connect(ALL);
    application.send("MULTI", "GET a", "DISCARD", "MULTI", "LMPOP 1 abc LEFT");
    for (int i = 0; i < 5; i++) {
      application.reply();
    }
    replyTo("EXEC", "*1\r\n*2\r\n$9\r\n{shop}abc\r\n*1\r\n$1\r\nv");
    assertEquals("*1 *2 $3 abc *1 $1 v", application.call("EXEC"));
  }

  @Test
  void aCommandThatIsNotMappedFailsATransaction() throws IOException {
    connect(ALL);
    replyTo("ECHO", "-ERR wrong number of arguments for 'echo' command");
    application.send("MULTI", "INCR a", "SORT a BY w*", "EXEC", "GET a");
    assertEquals("+OK", application.reply());
    assertEquals("+QUEUED", application.reply());
    assertTrue(application.reply().startsWith("-ERR SORT cannot be used with hashTags"));
    assertTrue(application.reply().startsWith("-EXECABORT"));
    assertEquals("$-1", application.reply());
    assertEquals(List.of(), received("SORT"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FLUSHDB NOW",
        "SORT a BY w_*",
        "SORT a GET w_*",
        "FT.SEARCH index x",
        "TS.MRANGE - + FILTER x=y",
        "CLIENT REPLY OFF",
        "CLIENT TRACKING ON BCAST PREFIX a",
        "PSUBSCRIBE __keyspace@0__:a*",
        "GET {shop}a",
      })
  void whatCannotBeMappedIsRefused(String command) throws IOException {
    connect(ALL);
    assertEquals("$-1", application.call("GET a"));
    String reply = application.call(command);
    assertTrue(reply.contains(" cannot be used with hashTags or hashTagAll: "), reply);
    assertEquals("+PONG", application.call("PING"));
  }

  @Test
  void anErrorNamesTheApplicationsKey() throws IOException {
    connect(ALL);
    replyTo("XREADGROUP", "-NOGROUP No such key '{shop}a' or consumer group 'g' in XREADGROUP");
    assertEquals(
        "-NOGROUP No such key 'a' or consumer group 'g' in XREADGROUP",
        application.call("XREADGROUP GROUP g c STREAMS a >"));
  }

  @Test
  void aCommandMayArriveInPieces() throws IOException {
    connect(CART);
    application.write(
        Wire.commands("SET cart:1:a hello", "GET cart:1:a", "GET other"), List.of(1, 2, 3));
    assertEquals("+OK", application.reply());
    assertEquals("$5 hello", application.reply());
    assertEquals("$-1", application.reply());
  }

  @Test
  void aLargeValueMayArriveInManyPieces() throws IOException {
    connect(CART);
    String value = "v".repeat(20_000_000);
    assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
      application.write(
          "*3\r\n$3\r\nSET\r\n$8\r\ncart:1:a\r\n$" + value.length() + "\r\n" + value + "\r\n",
          List.of(1000));
      assertEquals("+OK", application.reply());
    });
    assertEquals(":20000000", application.call("STRLEN cart:1:a"));
  }

  @Test
  void aStandaloneServerGetsACommandInPieces() throws IOException {
    connect(ALL);
    try (FakeNode plain = FakeNode.standalone(new FakeStore());
        Application direct = cluster.connect(plain)) {
      direct.write(Wire.commands("SET a 1", "GET a"), List.of(3));
      assertEquals("+OK", direct.reply());
      assertEquals("$1 1", direct.reply());
    }
  }

  @Test
  void aKeyspaceEventHasTheApplicationsName() throws IOException {
    connect(ALL);
    application.send("SUBSCRIBE __keyspace@0__:a news");
    assertEquals("*3 $9 subscribe $16 __keyspace@0__:a :1", application.reply());
    assertEquals("*3 $9 subscribe $4 news :2", application.reply());
    assertTrue(received("SUBSCRIBE").contains("SUBSCRIBE __keyspace@0__:{shop}a news"));
    push("__keyspace@0__:{shop}a", "set");
    push("news", "{shop}a");
    assertEquals("*3 $7 message $16 __keyspace@0__:a $3 set", application.reply());
    assertEquals("*3 $7 message $4 news $7 {shop}a", application.reply());
  }

  @Test
  void theEventsOfOtherServicesAreNotShown() throws IOException {
    connect(ALL);
    application.send("SUBSCRIBE __keyevent@0__:expired");
    application.reply();
    push("__keyevent@0__:expired", "{other}a");
    push("__keyevent@0__:expired", "{shop}a");
    assertEquals("*3 $7 message $22 __keyevent@0__:expired $1 a", application.reply());
  }

  @Test
  void theEventsOfAllKeysHaveTheApplicationsNames() throws IOException {
    connect(ALL);
    application.send("PSUBSCRIBE __keyspace@0__:*");
    assertEquals("*3 $10 psubscribe $16 __keyspace@0__:* :1", application.reply());
    cluster
        .nodes
        .get(0)
        .push("*4\r\n$8\r\npmessage\r\n$16\r\n__keyspace@0__:*\r\n$22\r\n__keyspace@0__:{shop}a\r\n"
            + "$3\r\nset\r\n");
    assertEquals(
        "*4 $8 pmessage $16 __keyspace@0__:* $16 __keyspace@0__:a $3 set", application.reply());
  }

  @Test
  void invalidationsNameTheApplicationsKeys() throws IOException {
    connect(ALL);
    application.call("HELLO 3");
    application.call("CLIENT TRACKING ON");
    application.call("GET b");
    cluster.nodes.forEach(node -> node.push(">2\r\n$10\r\ninvalidate\r\n*1\r\n$7\r\n{shop}b\r\n"));
    assertEquals(">2 $10 invalidate *1 $1 b", application.reply());
  }

  @Test
  void theKeysOfASlotHaveTheApplicationsNames() throws IOException {
    connect(ALL);
    replyTo("CLUSTER GETKEYSINSLOT", "*2\r\n$7\r\n{shop}b\r\n$8\r\n{other}b");
    assertEquals("*2 $1 b $8 {other}b", application.call("CLUSTER GETKEYSINSLOT 7 10"));
  }

  private void push(String channel, String message) {
    cluster
        .nodes
        .get(0)
        .push("*3\r\n$7\r\nmessage\r\n$" + channel.length() + "\r\n" + channel + "\r\n$"
            + message.length() + "\r\n" + message + "\r\n");
  }

  @Test
  void aStandaloneServerGetsTheNamesAsTheyAre() throws IOException {
    connect(ALL);
    FakeStore store = new FakeStore();
    try (FakeNode plain = FakeNode.standalone(store);
        Application direct = cluster.connect(plain)) {
      direct.send("AUTH secret", "SET a 1", "KEYS *", "DBSIZE");
      assertEquals("+OK", direct.reply());
      assertEquals("+OK", direct.reply());
      assertEquals("*1 $1 a", direct.reply());
      assertEquals(":1", direct.reply());
      assertEquals("*1 $1 a", direct.call("KEYS *"));
    }
  }

  /** A name that travels as it is may be another key's in the cluster. */
  @Test
  void aServerThatDoesNotSayWhatItIsGetsNoKey() throws IOException {
    connect(ALL);
    cluster.nodes.forEach(
        node -> node.topology(() -> "-LOADING Redis is loading the dataset in memory\r\n"));
    assertTrue(application
        .call("SET a 1")
        .startsWith("-ERR the server has not said whether it is a node"));
    assertEquals(List.of(), received("SET"));
    assertEquals("+PONG", application.call("PING"));
  }
}
