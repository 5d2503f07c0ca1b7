package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that no state of a command remains for later ones, and that scripts run once. */
@ParameterizedClass(name = "Jedis {0}")
@ValueSource(strings = {"2.9.0", "3.10.0", "7.4.0"})
class SessionStateIT {
  private static final Pattern BLOCKED = Pattern.compile("(?m)^id=.* flags=[^ ]*b");
  private static final long POLL_NANOS = 20_000_000;

  private static RedisCluster cluster;

  private final String version;

  SessionStateIT(String version) {
    this.version = version;
  }

  @BeforeAll
  static void startCluster() {
    cluster = RedisCluster.builder().masters(3).start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void emptyCluster() {
    cluster.masters().forEach(node -> node.ask("FLUSHALL"));
  }

  @Test
  void noElementIsPoppedForAClosedConnection() {
    assertEquals(
        List.of("elements that are still there -> 200"), run("ClosedWhileBlockedProgram", "x"));
  }

  @Test
  void aRefusedWatchIsForgotten() {
    List<String> once = List.of(
        "watch of two slots -> "
            + "JedisDataException(CROSSSLOT Keys in request don't hash to the same slot)",
        "watch -> OK",
        "exec -> [OK]",
        "the next one's exec -> [OK]",
        "watch of two slots, and back to the pool -> "
            + "JedisDataException(CROSSSLOT Keys in request don't hash to the same slot)");
    List<String> twice = new ArrayList<>(once);
    twice.addAll(once);
    assertEquals(twice, run("RefusedWatchProgram", "x"));
  }

  @Test
  void aScriptThatReturnsTheServersErrorsRunsOnce() {
    List<String> errors = errors();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < errors.size(); i++) {
      expected.addAll(List.of(
          "eval -> true",
          "evalsha -> true",
          "pipeline -> true",
          "transaction -> true",
          "runs -> 4"));
    }
    assertEquals(expected, run("ScriptErrorsProgram", String.join("|", errors)));
  }

  @Test
  void aFunctionThatReturnsTheServersErrorsRunsOnce() {
    assumeTrue(
        new JedisVersion(version).isAtLeast(new JedisVersion("4.3")),
        "Jedis has FCALL from 4.3 on");
    assumeTrue(
        cluster.masters().get(0).ask("COMMAND", "INFO", "FCALL").toString().contains("fcall"),
        "servers have functions from 7.0 on");
    List<String> expected = new ArrayList<>();
    errors().forEach(error -> expected.addAll(List.of("fcall -> true", "runs -> 1")));
    assertEquals(expected, run("FunctionErrorsProgram", String.join("|", errors())));
  }

  private static List<String> errors() {
    int slot = RedisCluster.slotOf("{errors}");
    RedisNode owner = cluster.masterOf(slot);
    RedisNode other =
        cluster.masters().stream().filter(node -> node != owner).findFirst().orElseThrow();
    return List.of(
        "TRYAGAIN later",
        "TRYAGAIN Multiple keys request during rehashing of slot",
        "LOADING the config",
        "LOADING Redis is loading the dataset in memory",
        "READONLY You can't write against a read only replica.",
        "CLUSTERDOWN The cluster is down",
        "CLUSTERDOWN Hash slot not served",
        "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
        "NOSCRIPT No matching script. Please use EVAL.",
        "MOVED " + slot + " " + other.address(),
        "MOVED " + slot + " " + owner.address(),
        "MOVED 1 " + other.address(),
        "ASK " + slot + " " + other.address());
  }

  private List<String> run(String program, String errors) {
    return AgentRun.of(version, "scenarios." + program)
        .entry(cluster.masters().get(0))
        .property("script.errors", errors)
        .acts(act -> awaitThatNobodyWaits())
        .transcript();
  }

  private static void awaitThatNobodyWaits() {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (cluster.masters().stream()
        .anyMatch(node -> BLOCKED.matcher((String) node.ask("CLIENT", "LIST")).find())) {
      if (System.nanoTime() > end) {
        return; // missing elements show the failure
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
