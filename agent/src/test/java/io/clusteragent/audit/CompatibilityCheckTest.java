package io.clusteragent.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.RequestReader;
import io.clusteragent.protocol.Resp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks single commands, and the commands of one connection. The keys b and c have different slots. */
class CompatibilityCheckTest {
  private final FindingLog log = new FindingLog(false);
  private final CompatibilityCheck check = new CompatibilityCheck(log);

  /** Checks commands in their wire format. Blanks separate words; {@code ~} stands for a blank in a word. */
  private void send(String... commands) throws ProtocolException {
    for (String command : commands) {
      String[] words = command.split(" ");
      byte[][] arguments = new byte[words.length][];
      for (int i = 0; i < words.length; i++) {
        arguments[i] = words[i].replace('~', ' ').getBytes(StandardCharsets.UTF_8);
      }
      byte[] wire = Resp.command(arguments);
      Request request = new Request();
      assertEquals(wire.length, RequestReader.whole(wire, 0, wire.length, request));
      check.check(request);
    }
  }

  private List<String> found() {
    List<String> found = new ArrayList<>();
    for (Finding finding : log.findings()) {
      found.add(finding.compatibility + " " + finding.command + " x" + finding.count());
    }
    return found;
  }

  @ParameterizedTest
  @CsvSource({
    "RENAME b c, SEVERAL_SLOTS RENAME",
    "rename b c, SEVERAL_SLOTS RENAME",
    "MSETNX b 1 c 2, SEVERAL_SLOTS MSETNX",
    "BLPOP b c 0, SEVERAL_SLOTS BLPOP",
    "ZUNIONSTORE {b}:all 2 b c, SEVERAL_SLOTS ZUNIONSTORE",
    "SORT b STORE c, SEVERAL_SLOTS SORT",
    "XREAD STREAMS b c 0 0, SEVERAL_SLOTS XREAD",
    "EVAL return~1 2 b c, SEVERAL_SLOTS EVAL",
    "WATCH b c, WATCH_OVER_SLOTS WATCH",
    "EVAL return~redis.call(X) 0, SCRIPT_WITHOUT_KEYS EVAL",
    "EVAL return~server.pcall(X) 0 b, SCRIPT_WITHOUT_KEYS EVAL",
    "EVAL_RO return~redis.call(X) 0, SCRIPT_WITHOUT_KEYS EVAL_RO",
    "EVALSHA 0123456789012345678901234567890123456789 0, SCRIPT_WITHOUT_KEYS EVALSHA",
    "FCALL transfer 0, SCRIPT_WITHOUT_KEYS FCALL",
    "FCALL_RO look 0 b, SCRIPT_WITHOUT_KEYS FCALL_RO",
    "SELECT 3, OTHER_DATABASE SELECT",
    "SELECT 15, OTHER_DATABASE SELECT",
    "MOVE b 1, OTHER_DATABASE MOVE",
    "SWAPDB 0 1, OTHER_DATABASE SWAPDB",
    "COPY {b}1 {b}2 DB 3, OTHER_DATABASE COPY",
    "COPY {b}1 {b}2 REPLACE db 3, OTHER_DATABASE COPY",
    "COPY b c, SEVERAL_SLOTS COPY",
    "SORT b BY weight:*, KEYS_FROM_PATTERN SORT",
    "SORT b LIMIT 0 5 get item:* DESC, KEYS_FROM_PATTERN SORT",
    "SORT_RO b GET # GET item:*, KEYS_FROM_PATTERN SORT_RO",
    "SORT b BY nosort GET #, KEYS_FROM_PATTERN SORT",
    "MGET b c, SPLIT MGET",
    "MSET b 1 c 2, SPLIT MSET",
    "DEL b c, SPLIT DEL",
    "KEYS *, ALL_MASTERS KEYS",
    "DBSIZE, ALL_MASTERS DBSIZE",
    "SCAN 0, ALL_MASTERS SCAN",
    "FLUSHALL, ALL_MASTERS FLUSHALL",
    "SCRIPT LOAD return~1, ALL_MASTERS SCRIPT|LOAD",
  })
  void anIncompatibleCommandIsFound(String command, String expected) throws ProtocolException {
    send(command, command);

    assertEquals(List.of(expected + " x2"), found());
    assertEquals(0, log.compatibleCount());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET b",
        "SET c 1",
        "MGET {b}1 {b}2",
        "DEL b",
        "RENAME {b}1 {b}2",
        "EVAL return~redis.call('GET',KEYS[1]) 1 b",
        "EVAL return~1 0",
        "EVALSHA 0123456789012345678901234567890123456789 1 b",
        "FCALL transfer 2 {b}1 {b}2",
        "SELECT 0",
        "COPY {b}1 {b}2 DB 0 REPLACE",
        "COPY {b}1 {b}DB",
        "SORT b BY nosort LIMIT 0 10",
        "SORT b STORE {b}*",
        "PING",
        "AUTH secret",
        "PUBLISH b c",
        "SUBSCRIBE b c",
        "SSUBSCRIBE b c",
        "CLIENT SETNAME b",
        "HSCAN b 0",
        "INFO",
      })
  void aCompatibleCommandIsNotFound(String command) throws ProtocolException {
    send(command);

    assertEquals(List.of(), found());
    assertEquals(1, log.compatibleCount());
  }

  @Test
  void aTransactionMayHaveKeysOfOneSlotOnly() throws ProtocolException {
    send("MULTI", "SET b 1", "GET {b}2", "SET c 2", "EXEC");

    assertEquals(List.of("TRANSACTION_OVER_SLOTS SET x1"), found());
    assertEquals("b, c", log.findings().get(0).keys);
    assertEquals(4, log.compatibleCount());
  }

  @Test
  void inATransactionNothingIsSplitAndNothingConcernsAllNodes() throws ProtocolException {
    send("MULTI", "MGET b c", "DBSIZE", "EXEC");

    assertEquals(
        List.of("ALL_NODES_IN_TRANSACTION DBSIZE x1", "SEVERAL_SLOTS MGET x1"),
        found().stream().sorted().toList());
  }

  @Test
  void inATransactionTheConnectionCannotBeChanged() throws ProtocolException {
    send("SELECT 0", "MULTI", "SELECT 0", "CLIENT SETNAME worker", "EXEC", "SELECT 0");

    assertEquals(
        List.of("CONNECTION_IN_TRANSACTION CLIENT|SETNAME x1"),
        found().stream().sorted().toList());
  }

  @Test
  void watchedKeysAndTheTransactionMustShareOneSlot() throws ProtocolException {
    send("WATCH b", "GET c", "WATCH c", "MULTI", "SET c 1", "EXEC");

    assertEquals(
        List.of("TRANSACTION_OVER_SLOTS SET x1", "WATCH_OVER_SLOTS WATCH x1"),
        found().stream().sorted().toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNWATCH", "RESET", "MULTI,EXEC", "MULTI,DISCARD"})
  void theEndOfATransactionFreesTheSlot(String end) throws ProtocolException {
    send("WATCH b");
    send(end.split(","));
    send("WATCH c", "MULTI", "SET c 1", "EXEC");

    assertEquals(List.of(), found());
  }

  @ParameterizedTest
  @ValueSource(strings = {"EXEC", "DISCARD"})
  void execOrDiscardWithoutMultiKeepsTheWatch(String end) throws ProtocolException {
    send("WATCH b", end, "WATCH c");

    assertEquals(List.of("WATCH_OVER_SLOTS WATCH x1"), found());
  }

  @Test
  void unwatchInATransactionIsQueued() throws ProtocolException {
    send("MULTI", "SET b 1", "UNWATCH", "SET c 1", "EXEC");

    assertEquals(List.of("TRANSACTION_OVER_SLOTS SET x1"), found());
  }

  @Test
  void unknownCommandsAreCounted() throws ProtocolException {
    send("NOSUCHCOMMAND b c", "CLIENT NOSUCH");

    assertEquals(List.of(), found());
    assertEquals(2, log.unknownCount());
  }

  @Test
  void theLoadIsCountedBySlot() throws ProtocolException {
    send("SET b 1", "GET b", "GET c", "PING");

    assertEquals(2, log.commandsInSlot(HashSlot.of("b".getBytes(StandardCharsets.US_ASCII))));
    assertEquals(1, log.commandsInSlot(HashSlot.of("c".getBytes(StandardCharsets.US_ASCII))));
  }

  @Test
  void anUnlimitedNumberOfKeysDisplacesNoFinding() throws ProtocolException {
    for (char a = 'a'; a <= 'z'; a++) {
      for (char b = 'a'; b <= 'z'; b++) {
        send("RENAME from" + a + b + " to" + b + a);
      }
    }
    send("MGET b c");

    List<Finding> findings = log.findings();
    assertEquals(FindingLog.MAX_PATTERNS + 2, findings.size());
    assertEquals(FindingLog.OTHERS, findings.get(0).keys);
    assertTrue(found().contains("SPLIT MGET x1"), found()::toString);
    assertEquals(
        26 * 26 + 1, findings.stream().mapToLong(Finding::count).sum() + log.compatibleCount());
  }

  @Test
  void masksKeyPatterns() throws ProtocolException {
    FindingLog masked = new FindingLog(true);
    byte[] wire = Resp.command(Resp.ascii("RENAME"), Resp.ascii("user:7"), Resp.ascii("user:8"));
    Request request = new Request();
    RequestReader.whole(wire, 0, wire.length, request);
    new CompatibilityCheck(masked).check(request);

    assertEquals("(masked)", masked.findings().get(0).keys);
    assertEquals("", masked.findings().get(0).tag);
  }

  @Test
  void showsTheKeyPatternsAndTheSuggestedTag() throws ProtocolException {
    send("RENAME user:42:old user:42:new");

    assertEquals("user:*:old, user:*:new", log.findings().get(0).keys);
    assertEquals("user:{*}:old, user:{*}:new", log.findings().get(0).tag);
    assertTrue(
        log.findings().get(0).sites().keySet().toString().contains("("), "the place of the call");
  }
}
