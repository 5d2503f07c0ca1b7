package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** One command of the application that concerns several nodes. */
class SeveralNodesTest extends ThreeNodes {
  // ---- split by keys

  @Test
  void valuesArriveInTheOrderOfTheKeys() throws IOException {
    assertEquals("+OK", application.call("MSET a 1 b 2 c 3 d 4"));

    assertEquals(
        "*7 $1 4 $1 3 $-1 $1 1 $1 2 $1 1 $1 4", application.call("MGET d c nothing a b a d"));
    assertEquals(List.of("MSET b 2"), first.received().subList(0, 1));
    cluster.assertAllReleased();
  }

  @Test
  void countsAreAdded() throws IOException {
    application.call("MSET a 1 b 2 c 3");

    assertEquals(":3", application.call("EXISTS a b nothing c"));
    assertEquals(":2", application.call("DEL a b nothing"));
    assertEquals(":1", application.call("EXISTS a b c"));
  }

  @Test
  void keysOfOneSlotAreNotSplit() throws IOException {
    application.call("MSET {a}1 x {a}2 y");

    assertEquals("*2 $1 x $1 y", application.call("MGET {a}1 {a}2"));
    assertEquals(List.of("MSET {a}1 x {a}2 y", "MGET {a}1 {a}2"), third.received());
  }

  @Test
  void aCommandWithTenThousandKeysGetsOneReply() throws IOException {
    List<String> set = new ArrayList<>(List.of("MSET"));
    List<String> get = new ArrayList<>(List.of("MGET"));
    List<String> values = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      set.addAll(List.of("key:" + i, "value " + i));
      get.add("key:" + i);
      values.add(Wire.bulk("value " + i));
    }
    application.write(Wire.command(set));
    assertEquals("+OK", application.reply());
    String expected = Wire.array(values);
    application.write(Wire.command(get));

    assertEquals(expected, application.read(expected.length(), 8192));
    cluster.assertAllReleased();
  }

  @Test
  void splitCommandsKeepTheirPlaceInAPipeline() throws IOException {
    application.send("SET a 1", "MGET a b", "SET b 2", "MGET b a", "DEL a b", "GET a");

    assertEquals("+OK", application.reply());
    assertEquals("*2 $1 1 $-1", application.reply());
    assertEquals("+OK", application.reply());
    assertEquals("*2 $1 2 $1 1", application.reply());
    assertEquals(":2", application.reply());
    assertEquals("$-1", application.reply());
  }

  @Test
  void eachRedirectedPartIsFollowedSeparately() throws IOException {
    application.call("MSET a 1 b 2 c 3");
    cluster.move("a", second);
    cluster.migrate("c", first);

    assertEquals("*3 $1 1 $1 2 $1 3", application.call("MGET a b c"));
    assertEquals(":3", application.call("DEL a b c"));
    cluster.assertAllReleased();
  }

  @Test
  void theErrorOfAPartIsTheErrorOfTheWhole() throws IOException {
    third.replyTo("MGET a", "-WRONGTYPE not here");
    application.send("MGET b a c", "GET b", "MGET b a");

    assertEquals("-WRONGTYPE not here", application.reply());
    assertEquals("$-1", application.reply());
    assertEquals("*2 $-1 $-1", application.reply());
  }

  @Test
  void aLostPartOfARepeatableCommandIsRepeated() throws IOException {
    application.call("MSET a 1 c 3");
    third.closeOn("MGET a", "");

    assertEquals("*3 $1 1 $-1 $1 3", application.call("MGET a b c"));
  }

  @Test
  void aPartWhoseReplyEndsInTheMiddleIsAFailureThatNamesItsNode() throws IOException {
    application.call("MSET a 1 c 3");
    third.closeOn("MGET a", "*1\r\n$5\r\nab");
    application.send("MGET a b c");

    IOException failure = assertThrows(IOException.class, application::reply);
    assertTrue(failure.getMessage().contains(third.toString()), failure.getMessage());
  }

  @Test
  void aPartOfUnknownOutcomeIsAFailureThatNamesItsNode() throws IOException {
    application.call("MSET a 1 c 3");
    for (int i = 0; i < 100; i++) {
      third.runAndClose("DEL a");
    }
    application.timeout(100);
    application.send("DEL c a");

    String message = assertThrows(IOException.class, application::reply).getMessage();
    assertTrue(message.contains("DEL") && message.contains(third.toString()), message);
  }

  // ---- all masters

  @Test
  void allMastersAreCountedListedAndFlushed() throws IOException {
    application.call("MSET a 1 b 2 c 3 d 4");

    assertEquals(":4", application.call("DBSIZE"));
    String keys = application.call("KEYS *");
    assertEquals("*4", keys.substring(0, 2));
    assertEquals(Set.of("a", "b", "c", "d"), words(keys, 2));
    assertTrue(Set.of("$1 a", "$1 b", "$1 c", "$1 d").contains(application.call("RANDOMKEY")));
    assertEquals("+OK", application.call("FLUSHALL"));
    assertEquals(":0", application.call("DBSIZE"));
    assertEquals("$-1", application.call("RANDOMKEY"));
    cluster.assertAllReleased();
  }

  @Test
  void aClientIsKilledByItsIdOnTheNodeOfTheId() throws IOException {
    cluster.nodes.forEach(node -> node.replyTo("CLIENT KILL", ":1").replyTo("CLIENT KILL", ":1"));

    assertEquals(":1", application.call("CLIENT KILL ID 7"));
    assertEquals(":1", application.call("CLIENT KILL TYPE normal id 7"));
    assertEquals(List.of(), second.received(), "an id means another client on each node");
    assertEquals(List.of(), third.received());
    first.replyTo("CLIENT KILL", ":1");
    assertEquals(":3", application.call("CLIENT KILL TYPE normal"));
    cluster.assertAllReleased();
  }

  private static Set<String> words(String reply, int from) {
    Set<String> words = new TreeSet<>();
    String[] all = reply.split(" ");
    for (int i = from; i < all.length; i += 2) {
      words.add(all[i]);
    }
    return words;
  }

  @Test
  void aMasterThatIsDownCausesAFailureAndNoPartialReply() throws IOException {
    application.call("GET b");
    second.stop();
    application.send("DBSIZE");

    String message = assertThrows(IOException.class, application::reply).getMessage();
    assertTrue(message.contains("DBSIZE was not executed"), message);
  }

  @Test
  void theErrorOfAMasterIsTheErrorOfTheWhole() throws IOException {
    second.replyTo("DBSIZE", "-LOADING Redis is loading the dataset in memory");

    assertEquals("-LOADING Redis is loading the dataset in memory", application.call("DBSIZE"));
    assertEquals(":0", application.call("DBSIZE"));
  }

  @Test
  void aCommandForAllNodesIsRefusedInATransaction() throws IOException {
    assertEquals("+OK", application.call("MULTI"));
    assertTrue(application.call("DBSIZE").startsWith("-ERR DBSIZE concerns all nodes"));
    assertTrue(application.call("EXEC").startsWith("-EXECABORT"));
  }

  @Test
  void aCommandForAllNodesIsRefusedWhileSlotsHaveNoMaster() throws IOException {
    String range = Wire.array(List.of(
        Wire.integer(0),
        Wire.integer(16000),
        Wire.array(
            List.of(Wire.bulk(""), Wire.integer(first.address().port()), Wire.bulk(first.id())))));
    cluster.nodes.forEach(node -> node.topology(() -> Wire.array(Arrays.asList(range))));

    assertEquals(
        "-CLUSTERDOWN DBSIZE concerns all hash slots, and for 383 of them no node is known",
        application.call("DBSIZE"));
  }

  // ---- to the connections that were used

  @Test
  void waitDoesNotWaitEndlesslyForAConnectionOfAnotherSession() throws IOException {
    application.call("SET c 1");
    try (Application other = cluster.connect(first)) {
      second.noReplyTo("INCR c");
      other.send("INCR c");
      second.await("INCR c");
      first.replyTo("WAIT", ":1");
      application.timeout(50);

      assertEquals(":0", application.call("WAIT 1 10"));
    }
  }
}
