package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the tools of the packaged jar on a cluster of 3 masters and 3 replicas that requires a password. */
class CommandLineIT {
  private static final String PASSWORD = "correct horse";

  private static RedisCluster cluster;

  @TempDir
  private Path work;

  @BeforeAll
  static void start() {
    cluster = RedisCluster.builder()
        .replicas(1)
        .password(PASSWORD)
        // Redis 6.2 cannot remove one subcommand from a user, only add some.
        .aclUser(
            "modest",
            "pw",
            "~* &* +@all -cluster +cluster|slots +cluster|nodes +cluster|info -asking")
        .start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void topologyShowsMastersReplicasAndSlots() {
    ForkedJvm.Outcome outcome = tool("topology");

    assertEquals(0, outcome.exitCode(), outcome::stderr);
    assertTrue(
        outcome.stdout().contains("sees 3 masters, 3 replicas; 16384 of 16384 slots are served"),
        outcome::stdout);
    for (RedisNode master : cluster.masters()) {
      String row = row(outcome, master.address());
      assertTrue(row.contains("33.3 %"), row);
      assertTrue(row.endsWith(cluster.replicasOf(master).get(0).address()), row);
    }
    String json = tool("topology", "--json").stdout();
    assertTrue(json.contains("\"coveredSlots\": 16384") && json.startsWith("{"), json);
  }

  @Test
  void locateAgreesWithTheServerForTenThousandKeys() {
    List<String> keys = randomKeys(10_000);
    RedisNode entry = cluster.nodes().get(0);

    ForkedJvm.Outcome outcome = new ToolRun(work, "locate", entry, "-", "--json")
        .password(PASSWORD)
        .stdin((String.join("\n", keys) + "\n").getBytes(StandardCharsets.UTF_8))
        .run();

    assertEquals(0, outcome.exitCode(), outcome::stderr);
    List<String> slots = all("\"slot\": (\\d+)", outcome.stdout());
    List<String> nodes = all("\"node\": \"([^\"]*)\"", outcome.stdout());
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      Object slot = entry.ask("CLUSTER", "KEYSLOT", keys.get(i));
      boolean right = slots.get(i).equals(slot.toString())
          && nodes.get(i).equals(cluster.masterOf((int) (long) (Long) slot).address());
      if (!right) {
        wrong.add(keys.get(i) + ": " + slots.get(i) + " at " + nodes.get(i) + ", not " + slot);
      }
    }
    assertEquals(List.of(), wrong);
    assertEquals(keys.size(), slots.size());
  }

  @Test
  void locateShowsTheHashTag() {
    ForkedJvm.Outcome outcome = tool("locate", "user:1", "{user:1}:name", "{}x");

    assertEquals(0, outcome.exitCode(), outcome::stderr);
    assertTrue(row(outcome, "user:1").matches("user:1 +10778 +- .*"), outcome::stdout);
    assertTrue(
        row(outcome, "{user:1}:name").matches("\\{user:1}:name +10778 +user:1 .*"),
        outcome::stdout);
    assertTrue(row(outcome, "{}x").matches("\\{}x +\\d+ +- .*"), outcome::stdout);
  }

  @Test
  void locateGivesKeysTheirHashTagsByRules() {
    ForkedJvm.Outcome outcome =
        tool("locate", "--hash-tags", "user:{*}:*", "--hash-tag-all", "shop", "user:1:name", "x");

    assertEquals(0, outcome.exitCode(), outcome::stderr);
    assertTrue(
        row(outcome, "user:{1}:name").matches("user:\\{1}:name +9842 +1 .*"), outcome::stdout);
    assertTrue(row(outcome, "{shop}x").contains(" shop "), outcome::stdout);
  }

  @Test
  void pingNamesEveryNodeWithItsRoleAndVersion() {
    ForkedJvm.Outcome outcome = tool("ping");

    assertEquals(0, outcome.exitCode(), outcome::stderr);
    for (RedisNode node : cluster.nodes()) {
      String role = cluster.masters().contains(node) ? "master" : "replica";
      assertTrue(
          row(outcome, node.address())
              .matches("\\S+ +" + role + " +yes +[0-9.]+ ms +\\S+ [0-9.]+ +ok"),
          outcome::stdout);
    }
  }

  @Test
  void checkFindsNothingInAHealthyCluster() {
    ForkedJvm.Outcome outcome = tool("check");

    assertEquals(0, outcome.exitCode(), outcome::stdout);
    assertTrue(outcome.stdout().endsWith("\n0 failures, 0 warnings\n"), outcome::stdout);
  }

  @Test
  void aDeadNodeIsShownByAllTools() {
    RedisNode dead = cluster.replicas().get(0);
    dead.kill();
    try {
      ForkedJvm.Outcome ping = tool("ping");
      assertEquals(1, ping.exitCode());
      assertTrue(row(ping, dead.address()).contains("connection refused"), ping::stdout);

      ForkedJvm.Outcome check = tool("check");
      assertEquals(1, check.exitCode());
      assertTrue(check.stdout().contains(dead.address() + ": connection refused"), check::stdout);

      cluster.awaitFailed(dead);
      ForkedJvm.Outcome topology = tool("topology");
      assertTrue(topology.stdout().contains(dead.address() + " (failed)"), topology::stdout);
      assertEquals(0, topology.exitCode(), "its master serves all slots");
      assertTrue(tool("check").stdout().contains("has no replica that could take over"));
      RedisNode alone = cluster.masters().stream()
          .filter(master -> cluster.replicasOf(master).isEmpty())
          .findFirst()
          .orElseThrow();
      ForkedJvm.Outcome locate = tool("locate", keyOf(alone));
      assertEquals(0, locate.exitCode(), "the master of the key is there");
      assertTrue(
          locate.stdout().endsWith(alone.address() + "  " + dead.address() + " (failed)\n"),
          locate::stdout);
    } finally {
      dead.restart();
      cluster.awaitStable();
    }
  }

  @Test
  void uncoveredSlotsAreShown() {
    RedisNode owner = cluster.masterOf(866);
    String key = keyIn(866);
    owner.ask("CLUSTER", "DELSLOTS", "866");
    try {
      ForkedJvm.Outcome topology = run("topology", owner);
      assertEquals(1, topology.exitCode());
      assertTrue(
          topology.stdout().contains("16383 of 16384 slots are served")
              && topology.stdout().contains("not served: 866\n"),
          topology::stdout);
      ForkedJvm.Outcome locate = run("locate", owner, key, "--json");
      assertEquals(1, locate.exitCode());
      assertTrue(locate.stdout().contains("\"state\": \"uncovered\""), locate::stdout);
      ForkedJvm.Outcome ping = run("ping", owner);
      assertEquals(0, ping.exitCode(), "every node answers");
      assertEquals(6, all("(?m)^\\S+ +\\w+ +(yes) ", ping.stdout()).size(), ping::stdout);
      ForkedJvm.Outcome check = run("check", owner);
      assertEquals(1, check.exitCode());
      assertTrue(check.stdout().contains("1 slot is not served: 866"), check::stdout);
      assertTrue(
          check.stdout().contains("reports cluster_state:fail, and refuses commands"),
          check::stdout);
    } finally {
      owner.ask("CLUSTER", "ADDSLOTS", "866");
      cluster.awaitStable();
    }
  }

  @Test
  void slotsOfADeadMasterWithoutAReplacementAreShown() {
    try (RedisCluster lonely = RedisCluster.builder().nodeTimeoutMillis(500).start()) {
      RedisNode dead = lonely.masters().get(0);
      RedisNode entry = lonely.masters().get(1);
      String key = keyOf(dead, lonely);
      dead.kill();
      lonely.awaitFailed(dead);

      ForkedJvm.Outcome topology = new ToolRun(work, "topology", entry).run();
      assertEquals(1, topology.exitCode());
      assertTrue(topology.stdout().contains("served by a failed node: 0-5460\n"), topology::stdout);
      assertTrue(row(topology, dead.address()).matches("\\S+ +failed .*"), topology::stdout);
      ForkedJvm.Outcome locate = new ToolRun(work, "locate", entry, key).run();
      assertEquals(1, locate.exitCode());
      assertTrue(locate.stdout().contains(dead.address() + " (failed)"), locate::stdout);
      ForkedJvm.Outcome ping = new ToolRun(work, "ping", entry).run();
      assertEquals(1, ping.exitCode());
      assertTrue(row(ping, dead.address()).endsWith(" failed"), ping::stdout);
      ForkedJvm.Outcome check = new ToolRun(work, "check", entry).run();
      assertEquals(1, check.exitCode());
      assertTrue(
          check.stdout().contains("5461 slots are served by a node that failed: 0-5460"),
          check::stdout);
    }
  }

  @Test
  void aWrongOrMissingPasswordIsReportedButNeverShown() {
    RedisNode entry = cluster.nodes().get(0);
    for (String tool : List.of("topology", "locate", "ping", "check")) {
      String[] key = tool.equals("locate") ? new String[] {"k"} : new String[0];
      ForkedJvm.Outcome wrong =
          new ToolRun(work, tool, entry, key).password("battery staple").run();
      assertEquals(3, wrong.exitCode());
      assertEquals(
          "cluster-agent " + tool + ": " + entry.address()
              + " cannot be queried: refuses the password (WRONGPASS)\n",
          wrong.stderr());
      assertEquals("", wrong.stdout());
    }
    ForkedJvm.Outcome missing = new ToolRun(work, "locate", entry, "k").run();
    assertEquals(3, missing.exitCode());
    assertTrue(
        missing.stderr().contains("requires a password: set REDISCLI_AUTH"), missing::stderr);
  }

  @Test
  void checkNamesTheRightsThatAUserLacks() {
    RedisNode entry = cluster.nodes().get(0);
    ForkedJvm.Outcome outcome =
        new ToolRun(work, "check", entry, "--user", "modest").password("pw").run();

    assertEquals(0, outcome.exitCode(), outcome::stdout);
    assertTrue(outcome.stdout().contains("give it +cluster|myid"), outcome::stdout);
    assertTrue(outcome.stdout().contains("give it +asking"), outcome::stdout);
    assertTrue(outcome.stdout().endsWith("\n0 failures, 2 warnings\n"), outcome::stdout);
  }

  @Test
  void tlsAndAnAddressThatCannotBeReached() {
    try (RedisCluster secured =
        RedisCluster.builder().masters(1).tls().announcedPortOffset(1).start()) {
      RedisNode entry = secured.nodes().get(0);

      ForkedJvm.Outcome plain = new ToolRun(work, "ping", entry).run();
      assertEquals(3, plain.exitCode());
      assertTrue(plain.stderr().contains("does it speak TLS only?"), plain::stderr);

      ForkedJvm.Outcome untrusted = new ToolRun(work, "ping", entry, "--tls").run();
      assertEquals(3, untrusted.exitCode());
      assertTrue(untrusted.stderr().contains("TLS failed"), untrusted::stderr);

      String authority = secured.tls().certificate().toString();
      ForkedJvm.Outcome check = new ToolRun(work, "check", entry, "--cacert", authority).run();
      assertEquals(1, check.exitCode(), check::stderr);
      assertTrue(check.stdout().contains("see the option addressMap"), check::stdout);
    }
  }

  @Test
  void aStandaloneServerIsReportedAsNoClusterNode() {
    try (RedisNode standalone = RedisNode.settings().start()) {
      ForkedJvm.Outcome outcome = new ToolRun(work, "topology", standalone).run();
      assertEquals(3, outcome.exitCode());
      assertTrue(outcome.stderr().contains("is no cluster node"), outcome::stderr);
    }
  }

  private ForkedJvm.Outcome tool(String tool, String... more) {
    return run(tool, cluster.masters().get(0), more);
  }

  private ForkedJvm.Outcome run(String tool, RedisNode entry, String... more) {
    ForkedJvm.Outcome outcome =
        new ToolRun(work, tool, entry, more).password(PASSWORD).run();
    assertFalse((outcome.stdout() + outcome.stderr()).contains(PASSWORD), outcome::toString);
    return outcome;
  }

  private static String row(ForkedJvm.Outcome outcome, String start) {
    return outcome
        .stdout()
        .lines()
        .filter(line -> line.startsWith(start + " ") && !line.contains(" sees "))
        .findFirst()
        .orElse("no row of " + start + " in\n" + outcome.stdout());
  }

  private static List<String> all(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    List<String> found = new ArrayList<>();
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private static String keyOf(RedisNode master) {
    return keyOf(master, cluster);
  }

  private static String keyOf(RedisNode master, RedisCluster of) {
    return keyIn(of.owners().indexOf(master));
  }

  private static String keyIn(int slot) {
    for (int i = 0; ; i++) {
      if (RedisCluster.slotOf("k" + i) == slot) {
        return "k" + i;
      }
    }
  }

  /** Random keys, half of which have braces at any position. */
  private static List<String> randomKeys(int count) {
    Random random = new Random(6);
    String letters = "abcxyz019:-_\u00e9\u4e16 {}";
    List<String> keys = new ArrayList<>();
    while (keys.size() < count) {
      boolean braces = keys.size() % 2 == 0;
      StringBuilder key = new StringBuilder(braces ? "" : "k");
      for (int length = 1 + random.nextInt(20); length > 0; length--) {
        key.append(letters.charAt(random.nextInt(letters.length() - (braces ? 0 : 2))));
      }
      keys.add(key.toString());
    }
    return keys;
  }
}
