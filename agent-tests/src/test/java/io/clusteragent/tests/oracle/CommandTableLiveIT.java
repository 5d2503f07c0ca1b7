package io.clusteragent.tests.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.clusteragent.demo.cluster.RedisNode;
import io.clusteragent.demo.cluster.ServerError;
import io.clusteragent.tests.OracleProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Compares the packaged agent's table of commands with a live server's description of its commands. */
class CommandTableLiveIT {
  /** The commands that older servers have, and newer servers do not. */
  private static final Set<String> GONE = Set.of("STRALGO", "HOST:", "POST");

  /**
   * Sharded channels and the cursor of CLUSTERSCAN are hashed like keys, but the server does not describe them as keys. It does
   * not describe the keys of DEBUG either.
   */
  private static final Set<String> NOT_TOLD =
      Set.of("SPUBLISH", "SSUBSCRIBE", "SUNSUBSCRIBE", "CLUSTERSCAN", "DEBUG");

  /** PFMERGE needs no source, but COMMAND GETKEYS since 7.0 requires one. */
  private static final String WITHOUT_SOURCE = "PFMERGE k1";

  /** The errors of a server for a request that only another version supports, so that it cannot be compared. */
  private static final String NOT_UNDERSTOOD =
      "ERR Invalid number of arguments specified for command";

  private static RedisNode server;
  private static ServerCommands commands;
  private static List<String> table;

  @BeforeAll
  static void startServer() {
    server = RedisNode.settings().start();
    commands = ServerCommands.of(server);
    OracleProgram.Outcome outcome =
        OracleProgram.of("7.4.0", "TableProgram").withAgent().run(requests().toString());
    assertEquals(0, outcome.exitCode(), outcome.stderr());
    table = outcome.stdout().lines().toList();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void everyCommandOfTheServerIsInTheTable() {
    Set<String> missing = new TreeSet<>(commands.names());
    missing.removeAll(table.stream()
        .filter(line -> line.startsWith("command "))
        .map(line -> line.substring("command ".length()))
        .collect(Collectors.toSet()));
    missing.removeAll(GONE);
    assertEquals(Set.of(), missing);
  }

  @TestFactory
  Stream<DynamicTest> keysAreAtThePositionsThatTheServerReports() {
    List<String> lines = table.stream().filter(line -> line.startsWith("keys ")).toList();
    assertFalse(lines.isEmpty());
    return lines.stream()
        .map(line -> line.substring("keys ".length()).split(" of ", 2))
        .filter(keysAndRequest -> toldByTheServer(keysAndRequest[1]))
        .map(keysAndRequest ->
            dynamicTest(keysAndRequest[1], () -> compare(keysAndRequest[0], keysAndRequest[1])));
  }

  private static void compare(String keys, String request) {
    String[] words = request.split(" ");
    String[] question = new String[words.length + 2];
    question[0] = "COMMAND";
    question[1] = "GETKEYS";
    for (int i = 0; i < words.length; i++) {
      question[i + 2] = words[i].equals("\"\"") ? "" : words[i];
    }
    Object reply = server.askRaw(question);
    if (reply instanceof ServerError) {
      assertTrue(
          keys.isEmpty() || reply.toString().contains(NOT_UNDERSTOOD),
          () -> keys + " but " + reply);
    } else {
      // Sorted, because before 7.0 a destination's key comes last.
      List<String> found =
          keys.isEmpty() ? List.of() : Stream.of(keys.split(",")).sorted().toList();
      assertEquals(((List<?>) reply).stream().sorted().toList(), found);
    }
  }

  private static boolean toldByTheServer(String request) {
    String[] words = request.split(" ");
    String subCommand = words.length > 1 ? words[0] + "|" + words[1] : words[0];
    return !NOT_TOLD.contains(words[0])
        && !request.equals(WITHOUT_SOURCE)
        && (commands.names().contains(words[0]) || commands.names().contains(subCommand));
  }

  private static Path requests() {
    return Path.of(System.getProperty("scenarios.source"))
        .resolve("../../../../agent/src/test/resources/io/clusteragent/command/requests.txt")
        .normalize();
  }
}
