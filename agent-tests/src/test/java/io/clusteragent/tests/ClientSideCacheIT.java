package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import io.clusteragent.tests.oracle.MovingSlots;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests one pool with one cache (CacheConnection) and many threads: no thread gets the reply of another thread's command, and
 * no value stays in the cache after a newer one.
 */
@ParameterizedClass(name = "Jedis {0}")
@ValueSource(strings = {"5.2.0", "7.4.0", "8.0.2"})
class ClientSideCacheIT {
  private static final List<String> KEYS =
      IntStream.range(0, 60).mapToObj(i -> "load:" + i).toList();
  private static final int RUNS = Integer.getInteger("test.cache.runs", 10);
  private static RedisCluster cluster;

  private final String version;

  ClientSideCacheIT(String version) {
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

  @Test
  void eachReplyIsThatOfItsCommand() {
    assertClean(underLoad(20_000, false, act -> {}));
  }

  /** All threads use the same few keys, and find each other's values in the cache. */
  @Test
  void eachReplyIsThatOfItsCommandWhenThreadsUseTheSameKeys() {
    assertEquals(List.of("wrong -> 0", "shown -> []"), sweep(60_000, act -> {}));
  }

  @Test
  void eachReplyIsThatOfItsCommandWhileSlotsMove() {
    assertClean(underLoad(10_000, false, new Moves()));
  }

  @Test
  void eachReplyIsThatOfItsCommandWhileOthersDisconnectAndSubscribe() {
    assertClean(underLoad(10_000, true, act -> {}));
  }

  @Test
  @Tag("long")
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void manyRunsAtFullSize() {
    for (int run = 0; run < RUNS; run++) {
      boolean moves = run % 2 != 0;
      assertClean(underLoad(110_000, false, moves ? new Moves() : act -> {}));
      assertEquals(
          List.of("wrong -> 0", "shown -> []"), sweep(110_000, moves ? new Moves() : act -> {}));
    }
    assertClean(underLoad(110_000, true, new Moves()));
  }

  /** Only the connections of one node are lost: Jedis gets an exception, and empties its cache. */
  @Test
  void noValueOutlivesTheConnectionThatReadIt() {
    List<String> expected = List.of(
        "in the cache -> 100",
        "after the loss -> exception",
        "left in the cache -> 0",
        "stale -> 0");
    for (RedisNode node : cluster.masters()) {
      assertEquals(expected, run(AgentRun.of(version, "scenarios.LostConnectionProgram"), act -> {
        if (act.equals("kill")) {
          node.ask("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        } else {
          IntStream.range(0, 100).forEach(i -> {
            String key = "lost:" + i;
            cluster.masterOf(RedisCluster.slotOf(key)).ask("SET", key, act);
          });
        }
      }));
    }
  }

  private List<String> sweep(int commands, Consumer<String> acts) {
    return run(
        AgentRun.of(version, "scenarios.CacheSweepProgram")
            .property("cache.commands", commands)
            .property("scenario.seconds", 600),
        acts);
  }

  private List<String> underLoad(int commands, boolean disturbed, Consumer<String> acts) {
    return run(
        AgentRun.of(version, "scenarios.CacheUnderLoadProgram")
            .property("cache.commands", commands)
            .property("cache.disturbed", disturbed)
            .property("scenario.seconds", 600),
        acts);
  }

  private static List<String> run(AgentRun run, Consumer<String> acts) {
    return run.entry(cluster.masters().get(0)).acts(acts).transcript();
  }

  private static void assertClean(List<String> seen) {
    assertEquals(
        List.of(
            "replies of other commands -> 0",
            "values stale for more than 1 s -> 0",
            "exceptions -> 0",
            "shown -> []"),
        seen);
  }

  private static final class Moves implements Consumer<String> {
    private MovingSlots moving;

    @Override
    public void accept(String act) {
      if (act.equals("begin")) {
        moving = new MovingSlots(cluster, KEYS);
      } else {
        moving.stop();
      }
    }
  }
}
