package io.clusteragent.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Checks what is logged about a cluster, and how often. */
class ClusterStatusMessagesTest {
  private final ClusterStatusMessages news = new ClusterStatusMessages("10.0.0.7:7000");

  @Test
  void aClusterIsFound() {
    assertEquals(
        "the Redis Cluster at 10.0.0.7:7000, used by Jedis 7.4.0, has 3 masters and 3 replicas;"
            + " 16384 of 16384 hash slots are covered",
        news.found("Jedis 7.4.0", 3, 3, 16384));
  }

  @Test
  void uncoveredSlotsAreLoggedWhenTheyBecomeMore() {
    assertNull(news.coverage(16384));
    assertTrue(news.coverage(16380).contains("4 hash slots have no known master"));
    assertNull(news.coverage(16380), "logged already");
    assertTrue(news.coverage(10000).contains("6384 hash slots"));
    assertNull(news.coverage(16384));
    assertNotNull(news.coverage(16383), "again");
  }

  @Test
  void manyRedirectionsAreLoggedOnceInAWhile() {
    assertNull(news.redirections(99, 100, 0));
    String warning = news.redirections(200, 1000, 0);
    assertTrue(warning.contains("of the last 1000 commands"), warning);
    assertTrue(warning.contains("200 were redirected"), warning);
    assertNull(news.redirections(1200, 2000, TimeUnit.MINUTES.toNanos(9)));
    assertNotNull(news.redirections(2200, 3000, TimeUnit.MINUTES.toNanos(11)));
  }

  @Test
  void aFewOfVeryManyAreNot() {
    assertNull(news.redirections(1000, 100_000, 0));
  }

  @Test
  void countsThatWereResetStartAnew() {
    assertNotNull(news.redirections(1000, 1000, 0));
    assertNull(news.redirections(0, 0, TimeUnit.HOURS.toNanos(1)));
    assertNotNull(news.redirections(150, 200, TimeUnit.HOURS.toNanos(2)));
  }

  @Test
  void aNodeThatCannotBeReachedIsLoggedOnceAndNotAgainSoon() {
    Map<String, String> none = Map.of();
    Map<String, String> one = Map.of("a:1", "Connection refused");
    Map<String, String> both = Map.of("a:1", "Connection refused", "b:1", "no route");

    assertEquals(List.of(), news.unreachable(none, 0));
    String warning = news.unreachable(one, 0).get(0);
    assertTrue(warning.contains("node a:1 of the Redis Cluster at 10.0.0.7:7000"), warning);
    assertTrue(warning.contains("cannot be reached: Connection refused."), warning);
    assertEquals(List.of(), news.unreachable(one, TimeUnit.HOURS.toNanos(1)), "it lasts");
    assertEquals(1, news.unreachable(both, TimeUnit.HOURS.toNanos(1)).size(), "another");
    assertEquals(List.of(), news.unreachable(one, TimeUnit.MINUTES.toNanos(62)));
    assertEquals(List.of(), news.unreachable(both, TimeUnit.MINUTES.toNanos(69)), "it flaps");
    assertEquals(List.of(), news.unreachable(one, TimeUnit.MINUTES.toNanos(70)));
    assertEquals(1, news.unreachable(both, TimeUnit.MINUTES.toNanos(71)).size(), "again");
  }
}
