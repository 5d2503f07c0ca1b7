package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Commands written before the replies to earlier ones are read. */
class PipelinesTest extends ThreeNodes {
  private List<String> replies(int count) throws IOException {
    List<String> replies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      replies.add(application.reply());
    }
    return replies;
  }

  @Test
  void repliesArriveInTheOrderOfTheCommands() throws IOException {
    application.send("SET a 1", "SET b 2", "INCR a", "SET c 3", "PING", "GET b", "GET c", "GET a");

    assertEquals(List.of("+OK", "+OK", ":2", "+OK", "+PONG", "$1 2", "$1 3", "$1 2"), replies(8));
    cluster.assertAllReleased();
  }

  @Test
  void allNodesAreWrittenToBeforeAnyReplyIsRead() throws IOException {
    first.noReplyTo("INCR b");
    application.send("INCR b", "INCR a", "INCR c");

    second.await("INCR c");
    third.await("INCR a");
    first.await("INCR b");
    first.push(":7\r\n");
    assertEquals(List.of(":7", ":1", ":1"), replies(3));
  }

  @Test
  void nothingIsSentBeforeTheFlushUnlessTheBufferIsFull() throws IOException {
    application.call("GET a");
    byte[] wire = Wire.bytes(Wire.commands("INCR a", "INCR a"));
    application.socket.getOutputStream().write(wire);
    int before = cluster.writesTo(third).size();
    application.socket.getOutputStream().flush();
    assertEquals(before + 1, cluster.writesTo(third).size(), "both in one write");
    assertEquals(List.of(":1", ":2"), replies(2));

    application.socket.getOutputStream().write(Wire.bytes(Wire.command("INCR a").repeat(1000)));
    assertTrue(cluster.writesTo(third).size() > before + 2, "about 8 KB go on without a flush");
    application.socket.getOutputStream().flush();
    assertEquals(":1002", replies(1000).get(999));
  }

  @Test
  void aFullBufferOfTheClientIsSentToTheNodeWithMostBytes() throws IOException {
    application.send("GET a", "GET b", "GET c");
    replies(3);
    OutputStream out = application.socket.getOutputStream();
    List<Integer> before = writes();

    out.write(incr(80, 80, 230));
    assertEquals(List.of(0, 0, 1), writesSince(before));
    out.flush();
    assertEquals(List.of(1, 1, 1), writesSince(before));
    assertEquals(List.of(":80", ":80", ":230"), lastRepliesOfEach(80, 80, 230));

    before = writes();
    out.write(incr(130, 130, 130));
    assertEquals(List.of(0, 0, 0), writesSince(before), "for none enough to be worth a write");
    out.flush();
    assertEquals(List.of(1, 1, 1), writesSince(before));
    assertEquals(List.of(":210", ":210", ":360"), lastRepliesOfEach(130, 130, 130));
  }

  /** Commands for the three nodes that fill a client's buffer of 8 KB. */
  private static byte[] incr(int first, int second, int third) {
    return Wire.bytes(Wire.command("INCR b").repeat(first)
        + Wire.command("INCR c").repeat(second)
        + Wire.command("INCR a").repeat(third));
  }

  private List<Integer> writes() {
    return cluster.nodes.stream()
        .map(node -> cluster.writesTo(node).size())
        .collect(Collectors.toList());
  }

  private List<Integer> writesSince(List<Integer> before) {
    List<Integer> now = writes();
    return List.of(
        now.get(0) - before.get(0), now.get(1) - before.get(1), now.get(2) - before.get(2));
  }

  private List<String> lastRepliesOfEach(int first, int second, int third) throws IOException {
    List<String> all = replies(first + second + third);
    return List.of(all.get(first - 1), all.get(first + second - 1), all.get(all.size() - 1));
  }

  @Test
  void theRepliesToAThousandCommandsOverAllNodesArriveInOrder() throws IOException {
    List<String> commands = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      commands.add("SET key" + i + " " + i);
      commands.add("GET key" + i);
      expected.add("+OK");
      expected.add(Wire.oneLine(Wire.bulk(String.valueOf(i))));
    }
    application.send(commands.toArray(new String[0]));

    assertEquals(expected, replies(2000));
    cluster.assertAllReleased();
  }

  @Test
  void anErrorInTheMiddleIsTheReplyOfItsOwnCommand() throws IOException {
    application.send("SET a x", "INCR a", "GET a", "NONSENSE", "INCR b");

    assertEquals(
        List.of(
            "+OK",
            "-ERR value is not an integer or out of range",
            "$1 x",
            "-ERR unknown command 'NONSENSE'",
            ":1"),
        replies(5));
  }

  @Test
  void redirectedCommandsKeepTheirOrderForEachKey() throws IOException {
    application.call("SET a 0");
    cluster.move("a", second);
    List<String> commands = new ArrayList<>();
    StringBuilder expected = new StringBuilder("0");
    for (int i = 0; i < 50; i++) {
      commands.add("APPEND a " + (char) ('A' + i % 26));
      commands.add("INCR c");
      commands.add("APPEND d " + (char) ('A' + i % 26));
      expected.append((char) ('A' + i % 26));
    }
    application.send(commands.toArray(new String[0]));

    List<String> replies = replies(150);
    for (int i = 0; i < 50; i++) {
      assertEquals(
          List.of(":" + (i + 2), ":" + (i + 1), ":" + (i + 1)), replies.subList(3 * i, 3 * i + 3));
    }
    assertEquals(expected.toString(), cluster.store.get("a"));
    assertEquals(expected.substring(1), cluster.store.get("d"));
    cluster.assertAllReleased();
  }

  @Test
  void commandsForAMigratingSlotKeepTheirOrder() throws IOException {
    application.call("SET a 0");
    cluster.migrate("a", second);
    application.send(
        "APPEND a 1", "APPEND c 1", "APPEND a 2", "APPEND d 1", "APPEND a 3", "APPEND c 2");

    assertEquals(List.of(":2", ":1", ":3", ":1", ":4", ":2"), replies(6));
    assertEquals("0123", cluster.store.get("a"));
    assertEquals("12", cluster.store.get("c"));
    cluster.assertAllReleased();
  }

  @Test
  void laterCommandsDoNotOvertakeACommandThatWaits() throws IOException {
    application.call("SET a 1");
    third.replyTo("APPEND a 2", "-CLUSTERDOWN The cluster is down");
    third.replyTo("APPEND a 3", "-CLUSTERDOWN The cluster is down");
    application.send("APPEND a 2", "APPEND c 1", "APPEND a 3", "GET d");
    assertEquals(List.of(":2", ":1", ":3", "$-1"), replies(4));
    assertEquals("123", cluster.store.get("a"));

    third.replyTo("APPEND a 4", "-CLUSTERDOWN The cluster is down");
    application.send("APPEND a 4", "APPEND a 5", "GET a");
    assertEquals(List.of("-CLUSTERDOWN The cluster is down", ":4", "$4 1235"), replies(3));
    cluster.assertAllReleased();
  }

  @Test
  void aRedirectedCommandWaitsForEarlierRepliesOfItsNewNode() throws IOException {
    application.call("GET c");
    cluster.move("a", second);
    application.send("INCR a", "SET c " + "x".repeat(50_000), "GET c", "GET c");

    assertEquals(":1", application.reply());
    assertEquals("+OK", application.reply());
    String value = Wire.oneLine(Wire.bulk("x".repeat(50_000)));
    assertEquals(List.of(value, value), replies(2));
  }

  @Test
  void aCommandOfUnknownOutcomeEndsThePipeline() throws IOException {
    application.send("SET a 1", "SET c 1");
    replies(2);
    third.runAndClose("INCR a");
    application.send("INCR c", "INCR a", "INCR c");

    assertEquals(":2", application.reply());
    IOException failure = assertThrows(IOException.class, application::reply);
    assertTrue(
        failure.getMessage().contains("INCR") && failure.getMessage().contains(third.toString()),
        failure.getMessage());
    assertEquals("2", cluster.store.get("a"), "it ran once");
  }

  @Test
  void repeatableCommandsBehindABrokenConnectionAreSentAgain() throws IOException {
    application.send("SET a 1", "SET c 1");
    replies(2);
    third.closeOn("GET a", "");
    application.send("INCR c", "GET a", "GET a", "INCR c", "GET d");

    assertEquals(List.of(":2", "$1 1", "$1 1", ":3", "$-1"), replies(5));
    cluster.assertAllReleased();
  }

  @Test
  void repliesThatArrivedBeforeAFailureAreReturned() throws IOException {
    application.call("SET a 5");
    third.runAndClose("INCR a");
    application.send("GET a", "GET b", "INCR a");

    assertEquals("$1\r\n5\r\n$-1\r\n", application.read(12, 100));
    assertThrows(IOException.class, application::reply);
  }

  @Test
  void replyOfARedirectedCommandIsNotMixedWithOthersInLargeReads() throws IOException {
    cluster.move("c", first);
    String expected = "+OK\r\n+OK\r\n:1\r\n$1\r\n1\r\n:2\r\n$1\r\n2\r\n";
    for (int size = 1; size < 50; size++) {
      application.call("DEL c");
      cluster.move("c", cluster.nodes.get(size % 3));
      application.send("SET a 1", "SET b 1", "INCR c", "GET a", "INCR b", "GET b");
      assertEquals(expected, application.read(expected.length(), size), "arrays of " + size);
    }
  }
}
