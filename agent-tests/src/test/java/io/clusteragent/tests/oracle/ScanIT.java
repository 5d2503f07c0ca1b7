package io.clusteragent.tests.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import io.clusteragent.tests.OracleProgram;
import io.clusteragent.tests.SharedCluster;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that SCAN covers the whole cluster as one server; {@code -Dtest.scan.keys} sets the number of keys. */
class ScanIT {
  private static final int KEYS = Integer.getInteger("test.scan.keys", 30_000);

  private static RedisCluster cluster;

  @BeforeAll
  static void startServers() {
    cluster = SharedCluster.get();
  }

  @BeforeEach
  void emptyServers() {
    for (RedisNode node : cluster.nodes()) {
      node.ask("FLUSHALL");
      node.ask("CONFIG", "RESETSTAT");
    }
  }

  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"2.9.0", "7.4.0"})
  void eachKeyComesExactlyOnce(String version) {
    String all = KEYS + " of " + KEYS + " keys, " + KEYS + " elements";
    assertEquals(
        List.of(
            "alone: " + all,
            "interleaved: " + all,
            "interleaved: " + all,
            "on two connections: " + all,
            "on a fresh connection: " + all,
            "of another type: 0 of " + KEYS + " keys, 0 elements"),
        run(OracleProgram.of(version, "ScanProgram").property("scan.keys", KEYS)));
  }

  @ParameterizedTest(name = "Jedis {0}")
  @CsvSource({"2.9.0, Integer", "2.10.2, Integer", "3.10.0, String", "7.4.0, String"})
  void theCursorIsOfTheTypeThatJedisGivesIt(String version, String type) {
    fill(10_000);
    assertEquals(
        List.of("the cursor is of " + type, "10000 keys"),
        run(OracleProgram.of(version, "TypedScanProgram")));
  }

  @Test
  void oneLargeCallGivesAllKeysOfAllMasters() {
    fill(100);
    ScanWalk walk = walk(cluster.masters().get(0), "COUNT", "1000");
    assertEquals(1, walk.calls());
    assertEquals(100, walk.keys().size());
    assertEquals("0", walk.cursor());
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 100, 1000, 10_000})
  void aScanNeedsAboutAsManyCallsAsOnOneServer(int count) {
    fill(3_000);
    ScanWalk walk = walk(cluster.masters().get(0), "COUNT", String.valueOf(count));
    assertEquals(3_000, walk.keys().size());
    int onOneServer = (3_000 + count - 1) / count;
    assertTrue(walk.calls() <= onOneServer + 1, walk.calls() + " calls with COUNT " + count);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 20})
  void aProcessThatKnowsTheNodesInAnotherOrderContinuesTheScan(int calls) {
    fill(3_000);
    ScanWalk begun = ScanWalk.of(
        program(cluster.masters().get(0)).property("scan.calls", calls).run("COUNT", "100"));
    ScanWalk ended = ScanWalk.of(program(cluster.masters().get(2))
        .property("scan.cursor", begun.cursor())
        .run("COUNT", "100"));
    assertEquals("0", ended.cursor());
    assertEquals(3_000, begun.keys().size() + ended.keys().size(), "each key once");
    Set<String> both = new HashSet<>(begun.keys());
    both.addAll(ended.keys());
    assertEquals(3_000, both.size());
  }

  private static void fill(int keys) {
    for (int key = 0; key < keys; key++) {
      String name = "key:" + key;
      cluster.masterOf(RedisCluster.slotOf(name)).ask("SET", name, "");
    }
  }

  private static OracleProgram program(RedisNode entry) {
    return OracleProgram.of("7.4.0", "WalkProgram")
        .withAgent()
        .property("target.host", entry.host())
        .property("target.port", entry.port());
  }

  private static ScanWalk walk(RedisNode entry, String... options) {
    return ScanWalk.of(program(entry).run(options));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "3", "7", "4711", "18446744073709551615"})
  void aCursorThatWasNeverGivenOutIsRefused(String cursor) {
    assertEquals(List.of("JedisDataException \"ERR invalid cursor\""), replies("SCAN " + cursor));
  }

  @Test
  void aPatternWithAHashTagAsksOneNode() {
    List<String> replies = replies(
        "SET {tag}1 v",
        "SET {tag}2 v",
        "SET tag v",
        "SET other v",
        "^ SCAN 0 MATCH {tag}* COUNT 1000");
    assertEquals("[\"0\"] and [\"{tag}1\", \"{tag}2\"]", replies.get(4));
    List<RedisNode> asked = cluster.nodes().stream().filter(ScanIT::wasScanned).toList();
    assertEquals(List.of(cluster.masterOf(RedisCluster.slotOf("{tag}1"))), asked);
  }

  private static boolean wasScanned(RedisNode node) {
    return ((String) node.ask("INFO", "commandstats")).contains("cmdstat_scan:");
  }

  private static List<String> replies(String... commands) {
    return run(OracleProgram.of("7.4.0", "ReplyProgram"), commands);
  }

  private static List<String> run(OracleProgram program, String... arguments) {
    RedisNode entry = cluster.masters().get(0);
    OracleProgram.Outcome outcome = program
        .withAgent()
        .property("target.host", entry.host())
        .property("target.port", entry.port())
        .run(arguments);
    assertEquals(0, outcome.exitCode(), outcome.stderr());
    return outcome.stdout().lines().toList();
  }
}
