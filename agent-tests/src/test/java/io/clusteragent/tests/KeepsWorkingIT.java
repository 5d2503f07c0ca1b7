package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.demo.cluster.Await;
import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks that the loops of an unchanged service - subscriber, queue worker, transactions, scripts - continue while all slots
 * that they use move, and when the node with all those slots and all the service's connections dies.
 */
@ParameterizedClass(name = "Jedis {0}")
@ValueSource(strings = {"2.9.0", "3.10.0", "7.4.0"})
class KeepsWorkingIT {
  private static final String PROGRAM = "scenarios.KeepsWorkingProgram";
  private static final List<String> ALL_RIGHT = ExpectedLines.of(PROGRAM);
  private static final Pattern OFFSET = Pattern.compile("(?:master|slave)_repl_offset:(\\d+)");
  private static RedisCluster cluster;

  private final String version;
  private RedisNode entry;
  private List<String> tags;

  KeepsWorkingIT(String version) {
    this.version = version;
  }

  @BeforeAll
  static void startCluster() {
    cluster = RedisCluster.builder().masters(3).replicas(1).start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void chooseSlotsOfTheEntry() {
    cluster.awaitStable();
    cluster.masters().forEach(node -> node.ask("FLUSHALL"));
    NodeStatistics.reset(cluster.nodes());
    entry = cluster.masters().get(0);
    tags = IntStream.range(0, 1000)
        .mapToObj(i -> "{" + i + "}")
        .filter(tag -> cluster.masterOf(RedisCluster.slotOf(tag)) == entry)
        .limit(4)
        .toList();
  }

  @Test
  void loopsContinueDuringAReshardOfAllTheirSlots() {
    List<RedisNode> others =
        cluster.masters().stream().filter(node -> node != entry).toList();
    ForkedJvm.Outcome outcome = run("reshard,reshard again", true, act -> {
      RedisNode target = others.get(act.equals("reshard") ? 0 : 1);
      tags.forEach(tag -> cluster.moveSlot(RedisCluster.slotOf(tag), target));
    });
    List<String> expected = new ArrayList<>(ALL_RIGHT);
    expected.add("exceptions -> 0");
    assertEquals(expected, transcript(outcome), outcome.stderr());
    assertTrue(NodeStatistics.errors(cluster.nodes(), "MOVED") > 0, "nothing was redirected");
  }

  @Test
  void loopsContinueAfterTheDeathOfTheirNode() {
    ForkedJvm.Outcome outcome = run("kill", false, act -> {
      killEntry();
      cluster.awaitStable();
      entry.restart();
      cluster.awaitStable();
    });
    List<String> seen = transcript(outcome);
    assertEquals(ALL_RIGHT, seen.subList(0, seen.size() - 1), outcome.stderr());
    assertNotEquals("exceptions -> 0", seen.get(seen.size() - 1), "no write was on its way");
    assertTrue(outcome.stderr().contains("Messages may have been missed"), outcome.stderr());
  }

  /**
   * A master acknowledges a write before its replica has it, so a write can be lost with the master, whatever the client does.
   * Here the master delays writes until the replica has all of them. So each acknowledged write must survive, and the delayed
   * writes get no reply.
   */
  private void killEntry() {
    RedisNode replica = cluster.replicasOf(entry).get(0);
    entry.ask("CLIENT", "PAUSE", "20000", "WRITE");
    long written = offset(entry);
    Await.until(
        "the replica to catch up",
        Duration.ofSeconds(20),
        () -> offset(replica) < written ? "it has less than " + written + " bytes" : null);
    entry.kill();
  }

  private static long offset(RedisNode node) {
    Matcher matcher = OFFSET.matcher((String) node.ask("INFO", "replication"));
    assertTrue(matcher.find());
    return Long.parseLong(matcher.group(1));
  }

  private ForkedJvm.Outcome run(String loopActs, boolean allMessages, Consumer<String> acts) {
    try (ControlPort control = new ControlPort(acts)) {
      return new ForkedJvm()
          .withAgent()
          .property("target.host", entry.host())
          .property("target.port", entry.port())
          .property("target.control", control.port())
          .property("loops.tags", String.join(",", tags))
          .property("loops.acts", loopActs)
          .property("loops.allMessages", allMessages)
          .run(Programs.of(version), "scenarios.Runner", List.of(PROGRAM));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> transcript(ForkedJvm.Outcome outcome) {
    return Transcripts.in(outcome.stdout()).byScenario().get(PROGRAM);
  }
}
