package io.clusteragent.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Checks which messages are logged about a cluster, and how often. */
class ClusterStatusMessagesTest {
  private final ClusterStatusMessages messages = new ClusterStatusMessages("10.0.0.7:7000");

  @Test
  void aFoundClusterIsLogged() {
    assertEquals(
        "the Redis Cluster at 10.0.0.7:7000, used by Jedis 7.4.0, has 3 masters and 3 replicas;"
            + " 16384 of 16384 hash slots are covered",
        messages.found(
            "Jedis 7.4.0", Set.of("a", "b", "c"), Set.of("a", "b", "c", "d", "e", "f"), 16384));
  }

  @Test
  void mastersThatTheClusterDoesNotNameAreNotSubtractedFromItsReplicas() {
    String found = messages.found("Jedis 7.4.0", Set.of("a", "b"), Set.of(), 16384);
    assertTrue(found.contains("has 2 masters and 0 replicas;"), found);
  }

  @Test
  void uncoveredSlotsAreLoggedWhenTheyBecomeMore() {
    assertNull(messages.coverage(16384));
    assertTrue(messages.coverage(16380).contains("4 hash slots have no known master"));
    assertNull(messages.coverage(16380), "logged already");
    assertTrue(messages.coverage(10000).contains("6384 hash slots"));
    assertNull(messages.coverage(16384));
    assertNotNull(messages.coverage(16383), "again");
  }

  @Test
  void manyRedirectionsAreLoggedOnceInAWhile() {
    assertNull(messages.redirections(99, 100, 0));
    String warning = messages.redirections(200, 1000, 0);
    assertTrue(warning.contains("of the last 1000 commands"), warning);
    assertTrue(warning.contains("200 were redirected"), warning);
    assertNull(messages.redirections(1200, 2000, TimeUnit.MINUTES.toNanos(9)));
    assertNotNull(messages.redirections(2200, 3000, TimeUnit.MINUTES.toNanos(11)));
  }

  @Test
  void fewRedirectionsAmongManyCommandsAreNotLogged() {
    assertNull(messages.redirections(1000, 100_000, 0));
  }

  @Test
  void aResetOfTheCountsRestartsTheComparison() {
    assertNotNull(messages.redirections(1000, 1000, 0));
    assertNull(messages.redirections(0, 0, TimeUnit.HOURS.toNanos(1)));
    assertNotNull(messages.redirections(150, 200, TimeUnit.HOURS.toNanos(2)));
  }

  @Test
  void aNodeThatCannotBeReachedIsLoggedOnceAndNotAgainSoon() {
    Map<String, String> none = Map.of();
    Map<String, String> one = Map.of("a:1", "Connection refused");
    Map<String, String> both = Map.of("a:1", "Connection refused", "b:1", "no route");

    assertEquals(List.of(), messages.unreachable(none, 0));
    String warning = messages.unreachable(one, 0).get(0);
    assertTrue(warning.contains("node a:1 of the Redis Cluster at 10.0.0.7:7000"), warning);
    assertTrue(warning.contains("cannot be reached: Connection refused."), warning);
    assertEquals(List.of(), messages.unreachable(one, TimeUnit.HOURS.toNanos(1)), "it lasts");
    assertEquals(1, messages.unreachable(both, TimeUnit.HOURS.toNanos(1)).size(), "another");
    assertEquals(List.of(), messages.unreachable(one, TimeUnit.MINUTES.toNanos(62)));
    assertEquals(List.of(), messages.unreachable(both, TimeUnit.MINUTES.toNanos(69)), "it flaps");
    assertEquals(List.of(), messages.unreachable(one, TimeUnit.MINUTES.toNanos(70)));
    assertEquals(1, messages.unreachable(both, TimeUnit.MINUTES.toNanos(71)).size(), "again");
  }
}
