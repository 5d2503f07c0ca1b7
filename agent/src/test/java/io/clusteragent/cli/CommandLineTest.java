package io.clusteragent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.TestPorts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void noArgumentsShowTheHelp() {
    assertEquals(ExitCode.OK, run());
    for (String word :
        new String[] {"topology", "locate", "ping", "check", "report", "-javaagent:", "3 "}) {
      assertTrue(out().contains(word), this::out);
    }
    assertEquals("", err());
  }

  @Test
  void theVersionIsOneLine() {
    assertEquals(ExitCode.OK, run("--version"));
    assertEquals("cluster-agent 1.2.3\n", out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"topology", "locate", "ping", "check"})
  void everyToolShowsItsHelp(String tool) {
    assertEquals(ExitCode.OK, run(tool, "h:1", "--help"));
    assertTrue(out().contains("cluster-agent.jar " + tool + " HOST:PORT"), this::out);
    assertTrue(out().contains("REDISCLI_AUTH"), this::out);
  }

  @ParameterizedTest
  @CsvSource({
    "topolgy h:1, there is no command \"topolgy\"",
    "topology, needs the address",
    "topology here, is not an address",
    "topology h:0, is not an address",
    "topology h:1 h:2, and no other operands",
    "topology h:1 --jsn, has no option --jsn",
    "topology h:1 --timeout, needs a value",
    "topology h:1 --timeout 0, of at least 1",
    "locate h:1, needs a key",
    "locate h:1 key --hash-tags key, needs exactly one pair of braces",
    "locate h:1 {a}b --hash-tags {*}b, use one of both names",
    "locate h:1 key --hash-tags {*} --hash-tag-all a, matches every name",
    "report, needs the file",
    "report /nowhere/audit.json, cannot be read",
    "topology h:1 --user me, there is no terminal",
    "topology h:1 --insecure --cacert x, contradict",
    "topology h:1 --cacert /nowhere, TLS cannot be set up"
  })
  void aWrongCallIsRefusedWithAMessage(String call, String words) {
    assertEquals(ExitCode.USAGE, run(call.split(" ")));
    assertTrue(err().contains(words), this::err);
    assertEquals("", out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://:secret@h:1",
        "rediss://me:secret@h:1",
        "me:secret@h:1",
        "secret@h:1",
        "REDIS://h:1",
        "redis://secret"
      })
  void anAddressThatMayHoldAPasswordIsRefusedAndNotShown(String address) {
    for (String tool : new String[] {"topology", "locate", "ping", "check"}) {
      assertEquals(
          ExitCode.USAGE,
          tool.equals("locate") ? run(tool, address, "key") : run(tool, address),
          tool);
    }
    assertEquals(ExitCode.USAGE, run(address), "without a command");
    assertEquals(4, err().split("without scheme, user and password").length - 1, this::err);
    assertTrue(err().contains("--user NAME"), this::err);
    assertTrue(err().contains("REDISCLI_AUTH"), this::err);
    assertFalse(err().contains("secret"), this::err);
    assertEquals("", out());
  }

  @Test
  void reportTakesOnlyAuditFilesAndEscapesTheirText(@TempDir Path dir) throws IOException {
    Path file = Files.write(dir.resolve("audit.json"), "{}".getBytes(StandardCharsets.UTF_8));
    assertEquals(ExitCode.USAGE, run("report", file.toString()));
    assertTrue(err().contains("was not written by an audit"), this::err);

    String audit = "{\n  \"startedAt\": 1, \"keys\": \"</script>\"}";
    Files.write(file, audit.getBytes(StandardCharsets.UTF_8));
    assertEquals(ExitCode.OK, run("report", file.toString()));
    assertTrue(out().contains("\"keys\": \"\\u003c/script>\""), this::out);
  }

  @Test
  void anUnreachableNodeIsReportedWithTheReason() throws IOException {
    int port;
    try (ServerSocket closed = TestPorts.listen()) {
      port = closed.getLocalPort();
    }
    assertEquals(ExitCode.NO_ANSWER, run("ping", "127.0.0.1:" + port));
    assertEquals(
        "cluster-agent ping: 127.0.0.1:" + port + " cannot be queried: connection refused\n",
        err());
  }

  @Test
  void oneOfAKindIsNamedInTheSingular() throws IOException {
    try (ScriptedServer node = ScriptedServer.clusterNode(
        address -> "a " + address + " myself,master - 0 0 1 connected 866\n")) {
      assertEquals(ExitCode.PROBLEM_FOUND, run("topology", node.address()));
      assertTrue(
          out().contains(" sees 1 master, 0 replicas; 1 of 16384 slots is served\n"), this::out);
      assertTrue(out().contains("balance: 1 master has slots, 1 to 1 each;"), this::out);
      assertEquals(ExitCode.PROBLEM_FOUND, run("check", node.address()));
      assertTrue(out().contains("the only node answers at the address"), this::out);
      assertTrue(out().endsWith("\n1 failure, 1 warning\n"), this::out);
    }
    try (ScriptedServer node = ScriptedServer.clusterNode(
        address -> "a " + address + " myself,master - 0 0 1 connected 0-865 867-16382\n" + "b "
            + address + " master,fail - 0 0 2 connected 16383\n")) {
      assertEquals(ExitCode.PROBLEM_FOUND, run("check", node.address()));
      assertTrue(out().contains("1 slot is not served: 866"), this::out);
      assertTrue(out().contains("1 slot is served by a node that failed: 16383"), this::out);
    }
    RemoteBean cluster = new RemoteBean(null, Map.of("Masters", 1, "SlotsCovered", 1));
    assertEquals("1 master, 1 of 16384 slots is covered", StatusTool.slotCoverage(cluster));
  }

  @Test
  void onlyJsonNamesAllSlotsOfAFragmentedCluster() throws IOException {
    StringBuilder even = new StringBuilder();
    for (int slot = 0; slot < 16384; slot += 2) {
      even.append(' ').append(slot);
    }
    try (ScriptedServer node = ScriptedServer.clusterNode(
        address -> "a " + address + " myself,master - 0 0 1 connected" + even + "\n")) {
      run("topology", node.address());
      run("check", node.address());
      String shortened = " ... and 8172 more ranges";
      assertEquals(3, out().lines().filter(line -> line.contains(shortened)).count(), this::out);
      assertTrue(out().lines().allMatch(line -> line.length() < 300), this::out);
      out.reset();
      run("check", node.address(), "--json");
      assertTrue(out().contains(" 16381 16383"), this::out);
    }
  }

  @Test
  void aServerThatSpeaksHttpIsNamed() throws IOException {
    try (ScriptedServer web = new ScriptedServer(command -> "HTTP/1.1 400 Bad Request\r\n\r\n")) {
      assertEquals(ExitCode.NO_ANSWER, run("topology", web.address()));
      assertEquals(
          "cluster-agent topology: " + web.address()
              + " cannot be queried: the server speaks HTTP and not Redis\n",
          err());
    }
  }

  @Test
  void aServerThatDoesNotReplyCostsOneTimeout() throws IOException {
    try (ServerSocket silent = TestPorts.listen()) {
      String address = "127.0.0.1:" + silent.getLocalPort();
      assertEquals(ExitCode.NO_ANSWER, run("ping", address, "--timeout", "50"));
    }
    assertTrue(err().contains("no answer within 50 ms"), this::err);
  }

  @ParameterizedTest
  @ValueSource(strings = {"topology", "locate", "ping", "check"})
  void aServerThatTricklesCostsOneTimeoutInAll(String tool) throws IOException {
    try (ServerSocket slow = TestPorts.listen()) {
      trickleOn(slow);
      String[] call = {tool, "127.0.0.1:" + slow.getLocalPort(), "key", "--timeout", "300"};
      if (!tool.equals("locate")) {
        call = new String[] {call[0], call[1], call[3], call[4]};
      }
      assertEquals(ExitCode.NO_ANSWER, runWithin5Seconds(call));
    }
    assertTrue(err().contains("no answer within 300 ms"), this::err);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ping", "check"})
  void aNodeThatTricklesCostsOneTimeoutInAll(String tool) throws IOException {
    try (ServerSocket slow = TestPorts.listen();
        ScriptedServer node = ScriptedServer.clusterNode(
            address -> "a " + address + " myself,master - 0 0 1 connected 0-16383\nb 127.0.0.1:"
                + slow.getLocalPort() + "@1 slave a 0 0 1 connected\n")) {
      trickleOn(slow);
      assertEquals(
          ExitCode.PROBLEM_FOUND, runWithin5Seconds(tool, node.address(), "--timeout", "300"));
    }
    assertTrue(out().contains("no answer within 300 ms"), this::out);
  }

  private ExitCode runWithin5Seconds(String... words) {
    return assertTimeoutPreemptively(Duration.ofSeconds(5), () -> run(words));
  }

  /** Replies to everything with a long text, a byte every 20 ms. */
  private static void trickleOn(ServerSocket listener) {
    Thread server = new Thread(() -> {
      try (Socket socket = listener.accept()) {
        socket.getOutputStream().write("$1000000\r\n".getBytes(StandardCharsets.US_ASCII));
        while (true) {
          socket.getOutputStream().write('x');
          LockSupport.parkNanos(20_000_000);
        }
      } catch (IOException e) {
        // The tool has closed the connection.
      }
    });
    server.setDaemon(true);
    server.start();
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private ExitCode run(String... words) {
    CliEnvironment environment =
        new CliEnvironment(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of()) {
          @Override
          char[] prompt(String question) {
            return null;
          }
        };
    return new CommandLine("1.2.3", environment).run(words);
  }
}
