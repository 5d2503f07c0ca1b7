package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.demo.cluster.Await;
import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests a BLPOP whose node loses the key's slot after two seconds. */
@ParameterizedClass(name = "Jedis {0}")
@ValueSource(strings = {"2.9.0", "3.10.0", "7.4.0"})
class BlockingAcrossNodesIT {
  private static final Pattern BLOCKED =
      Pattern.compile("id=(\\d+) .* idle=(\\d+) flags=[^ ]*b[^ ]* .*cmd=blpop");
  private static final int SECONDS = 6;
  /** The timeout for an element that must arrive, however slow the machine is. */
  private static final int MANY_SECONDS = 25;

  private static RedisCluster cluster;

  private final String version;
  private String key;

  BlockingAcrossNodesIT(String version) {
    this.version = version;
  }

  /** The place of the key's slot when the program begins to wait. */
  enum Place {
    ENTRY {
      @Override
      boolean suits(RedisNode owner, RedisNode entry) {
        return owner == entry;
      }
    },
    ANOTHER_NODE {
      @Override
      boolean suits(RedisNode owner, RedisNode entry) {
        return owner != entry;
      }
    };

    abstract boolean suits(RedisNode owner, RedisNode entry);
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
  void stableCluster() {
    cluster.awaitStable();
    cluster.masters().forEach(node -> node.ask("FLUSHALL"));
  }

  @ParameterizedTest
  @EnumSource
  void anElementPushedAtTheNewOwnerIsDelivered(Place place) {
    List<String> seen = run(place, MANY_SECONDS, () -> {
      moveSlotAfterTwoSeconds();
      owner().ask("RPUSH", key, "at the new owner");
    });
    assertEquals("blpop -> [" + key + ", at the new owner]", seen.get(0));
    assertEquals("and the connection goes on -> OK", seen.get(2));
  }

  @ParameterizedTest
  @EnumSource
  void withoutAnElementTheTimesAtBothOwnersAddUpToTheTimeout(Place place) {
    assertEndsInTime(run(place, SECONDS, this::moveSlotAfterTwoSeconds));
  }

  @ParameterizedTest
  @EnumSource
  void anElementPushedAfterAFailoverIsDelivered(Place place) {
    List<String> seen = run(place, MANY_SECONDS, () -> {
      failOverAfterTwoSeconds();
      owner().ask("RPUSH", key, "at the new master");
    });
    assertEquals("blpop -> [" + key + ", at the new master]", seen.get(0));
    assertEquals("and the connection goes on -> OK", seen.get(2));
  }

  @ParameterizedTest
  @EnumSource
  void withoutAnElementAFailoverDoesNotChangeTheTimeout(Place place) {
    assertEndsInTime(run(place, SECONDS, this::failOverAfterTwoSeconds));
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatAnOperatorUnblocksIsInformed(Place place) {
    List<String> seen =
        run(place, MANY_SECONDS, () -> owner().ask("CLIENT", "UNBLOCK", awaitBlocked(0), "ERROR"));
    assertEquals(
        "blpop -> JedisDataException(UNBLOCKED client unblocked via CLIENT UNBLOCK)", seen.get(0));
    assertEquals("and the connection goes on -> OK", seen.get(2));
  }

  private static void assertEndsInTime(List<String> seen) {
    assertEquals("blpop -> null", seen.get(0));
    long millis = Long.parseLong(seen.get(1).replace("milliseconds -> ", ""));
    assertTrue(millis >= SECONDS * 1000 - 100, seen.get(1));
    // Less than the two seconds at the first node in addition. Servers check timeouts every 100 ms.
    assertTrue(millis < SECONDS * 1000 + 1500, seen.get(1));
    assertEquals("and the connection goes on -> OK", seen.get(2));
  }

  private List<String> run(Place place, int seconds, Runnable whileBlocked) {
    RedisNode entry = cluster.masters().get(0);
    for (int i = 0; key == null; i++) {
      if (place.suits(cluster.masterOf(RedisCluster.slotOf("queue:" + i)), entry)) {
        key = "queue:" + i;
      }
    }
    return AgentRun.of(version, "scenarios.BlockedPopProgram")
        .entry(entry)
        .property("blocked.key", key)
        .property("blocked.seconds", seconds)
        .acts(act -> whileBlocked.run())
        .transcript();
  }

  private void moveSlotAfterTwoSeconds() {
    RedisNode target =
        cluster.masters().stream().filter(node -> node != owner()).findFirst().orElseThrow();
    awaitBlocked(2);
    cluster.moveSlot(RedisCluster.slotOf(key), target);
  }

  private void failOverAfterTwoSeconds() {
    RedisNode replica = cluster.replicasOf(owner()).get(0);
    awaitBlocked(2);
    cluster.failover(replica);
  }

  private RedisNode owner() {
    return cluster.masterOf(RedisCluster.slotOf(key));
  }

  /**
   * The id of the waiting client.
   *
   * @param seconds the time for which it must have waited
   */
  private String awaitBlocked(int seconds) {
    RedisNode owner = owner();
    AtomicReference<String> client = new AtomicReference<>();
    Await.until("a client to wait at " + owner, Duration.ofSeconds(20), () -> {
      String clients = (String) owner.ask("CLIENT", "LIST");
      Matcher blocked = BLOCKED.matcher(clients);
      if (blocked.find() && Integer.parseInt(blocked.group(2)) >= seconds) {
        client.set(blocked.group(1));
        return null;
      }
      return clients;
    });
    return client.get();
  }
}
