package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clusteragent.metrics.Count;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A script that returns an error like the server's runs once; a refusal by the server itself is handled. */
class ScriptErrorsTest extends TransactionScenario {
  private static final String DIGEST = "11f6ad8ec52a2984abaafd7c3b516503785c2072";
  private static final String TRYAGAIN = "-TRYAGAIN Multiple keys request during rehashing of slot";

  /** The third node owns the key {@code a}. */
  static Stream<String> errors() {
    int slot = FakeCluster.slot("{a}1");
    return Stream.of(
        "-TRYAGAIN x",
        TRYAGAIN,
        "-LOADING x",
        "-LOADING Redis is loading the dataset in memory",
        "-READONLY x",
        "-READONLY You can't write against a read only replica.",
        "-READONLY Can not run script with write flag on readonly replica",
        "-CLUSTERDOWN x",
        "-CLUSTERDOWN The cluster is down",
        "-CLUSTERDOWN Hash slot not served",
        "-MASTERDOWN x",
        "-MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
        "-NOSCRIPT No matching script. Please use EVAL.",
        "-UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)",
        "-MOVED 1 127.0.0.1:FIRST",
        "-MOVED " + slot + " 127.0.0.1:FIRST",
        "-MOVED " + slot + " 127.0.0.1:THIRD",
        "-ASK " + slot + " 127.0.0.1:FIRST",
        "-MOVED " + slot + " ?:6379");
  }

  static Stream<Arguments> commandsAndErrors() {
    return Stream.of("EVAL", "EVAL_RO", "EVALSHA", "EVALSHA_RO", "FCALL", "FCALL_RO")
        .flatMap(command -> errors().map(error -> Arguments.of(command, error)));
  }

  @ParameterizedTest
  @MethodSource("commandsAndErrors")
  void aScriptThatReturnsAnErrorRunsOnce(String name, String error) throws IOException {
    String line = withPorts(error);
    String wire = call(name, line, "2", "{a}1", "{a}2");

    assertEquals(line, application.write(wire).reply());
    assertEquals("1", cluster.store.get("{a}1"));
  }

  @ParameterizedTest
  @MethodSource("commandsAndErrors")
  void everyScriptOfAPipelineRunsOnce(String name, String error) throws IOException {
    String line = withPorts(error);
    application.write(call(name, line, "2", "{a}1", "{a}2")
        + Wire.command(List.of("INCR", "{a}2"))
        + call(name, line, "2", "{a}3", "{a}1")
        + call(name, line, "1", "b"));

    assertEquals(List.of(line, ":1", line, line), replies(4));
    assertEquals("1", cluster.store.get("{a}1"));
    assertEquals("1", cluster.store.get("{a}3"));
    assertEquals("1", cluster.store.get("b"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void aScriptInATransactionRunsOnce(String error) throws IOException {
    String line = withPorts(error);
    application.send("MULTI").write(call("EVAL", line, "2", "{a}1", "{a}2")).send("EXEC");

    assertEquals(List.of("+OK", "+QUEUED", "*1 " + line), replies(3));
    assertEquals("1", cluster.store.get("{a}1"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void aScriptWithoutKeysRunsOnce(String error) throws IOException {
    String line = withPorts(error);

    assertEquals(line, application.write(call("EVAL", line, "0")).reply());
    assertEquals(1, arrivedAt(first, "EVAL " + line));
  }

  // ---- refusals by the server itself

  /** Then the node knows the script when it is asked whether it does. */
  @Test
  void aScriptThatAnotherSessionLoadsMeanwhileIsNotMissing() throws IOException {
    application.call("SCRIPT LOAD script");
    cluster.store.script("cb5346a081dcf654061b7f897ea14d9b43140712", "script");
    third.replyTo("EVALSHA", "-NOSCRIPT No matching script. Please use EVAL.");
    cluster.agentView().node(third.address()).scriptLoaded();

    assertEquals(
        "$6 script", application.call("EVALSHA cb5346a081dcf654061b7f897ea14d9b43140712 1 {a}1"));
    assertEquals("1", cluster.store.get("{a}1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"EVAL", "EVALSHA", "FCALL"})
  void aScriptFollowsARedirection(String name) throws IOException {
    cluster.agentView();
    cluster.move("{a}1", second);

    assertEquals(
        "$4 done", application.write(call(name, "done", "2", "{a}1", "{a}2")).reply());
    assertEquals("1", cluster.store.get("{a}1"));
    assertEquals(1, cluster.agentView().clusterMetrics().count(Count.MOVED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"EVAL", "EVALSHA", "FCALL"})
  void theScriptIsCheckedOnTheNodeOfItsKeys(String name) throws IOException {
    cluster.migrate("{a}1", second);

    assertEquals(
        "$4 done", application.write(call(name, "done", "2", "{a}1", "{a}2")).reply());
    assertEquals("1", cluster.store.get("{a}1"));
    assertEquals(1, cluster.agentView().clusterMetrics().count(Count.ASK));
  }

  /** The node replies in the same way to a command that checks the same keys. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        TRYAGAIN,
        "-CLUSTERDOWN Hash slot not served",
        "-CLUSTERDOWN The cluster is down",
        "-LOADING Valkey is loading the dataset in memory"
      })
  void aRefusedScriptWaits(String refusal) throws IOException {
    third.replyTo("EVAL", refusal).replyTo("EVAL return 0 2 {a}1 {a}2", refusal);

    assertEquals(
        "$4 done", application.write(call("EVAL", "done", "2", "{a}1", "{a}2")).reply());
    assertEquals("1", cluster.store.get("{a}1"));
    assertEquals(1, arrivedAt(third, "EVAL return 0"));
  }

  @Test
  void aReplicaThatLostItsMasterIsCheckedByItsKeys() throws IOException {
    String refusal =
        "-MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.";
    cluster.store.script(DIGEST, "done");
    third.replyTo("EVALSHA_RO", refusal).replyTo("EXISTS {a}1 {a}2", refusal);

    String wire = Wire.command(List.of("EVALSHA_RO", DIGEST, "2", "{a}1", "{a}2"));
    assertEquals("$4 done", application.write(wire).reply());
    assertEquals("1", cluster.store.get("{a}1"));
  }

  @Test
  void aNodeThatIsLostDuringTheCheckLeavesTheErrorToTheApplication() throws IOException {
    third.closeOn("EVAL return 0", "");

    assertEquals(
        TRYAGAIN, application.write(call("EVAL", TRYAGAIN, "2", "{a}1", "{a}2")).reply());
    assertEquals("1", cluster.store.get("{a}1"));
  }

  // ---- modules

  @Test
  void aModulesErrorIsReturnedToTheApplication() throws IOException {
    first.replyTo("COMMAND INFO X.RUN", module("x.run"));
    third.replyTo("X.RUN", "-TRYAGAIN later").replyTo("X.RUN", "-CLUSTERDOWN The cluster is down");

    assertEquals("-TRYAGAIN later", application.call("X.RUN a"));
    assertEquals("-CLUSTERDOWN The cluster is down", application.call("X.RUN a"));
    assertEquals(2, arrivedAt(third, "X.RUN"));
    assertEquals(1, arrivedAt(third, "EXISTS a"));
  }

  @Test
  void aModulesCommandThatTheServerRefusesIsRetried() throws IOException {
    first.replyTo("COMMAND INFO X.RUN", module("x.run"));
    third.replyTo("X.RUN", FakeCluster.moved("a", second)).replyTo("EXISTS a", "-NOPERM no exists");
    second.replyTo("X.RUN", ":7");

    assertEquals(":7", application.call("X.RUN a"));
  }

  private static String module(String name) {
    return "*1\r\n*7\r\n$" + name.length() + "\r\n" + name
        + "\r\n:-2\r\n*2\r\n+write\r\n+module\r\n:1\r\n:1\r\n:1\r\n*0";
  }

  private static long arrivedAt(FakeNode node, String start) {
    return node.received().stream().filter(c -> c.startsWith(start)).count();
  }

  private String withPorts(String error) {
    return error
        .replace("FIRST", String.valueOf(first.address().port()))
        .replace("THIRD", String.valueOf(third.address().port()));
  }

  /** Calls a script that returns a text, in one of the possible ways. */
  private String call(String name, String text, String... arguments) {
    String code = text;
    if (name.startsWith("EVALSHA")) {
      code = DIGEST;
      cluster.store.script(DIGEST, text);
    }
    return Wire.command(
        Stream.concat(Stream.of(name, code), Stream.of(arguments)).toList());
  }
}
