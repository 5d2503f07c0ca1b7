package io.clusteragent.demo.legacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.demo.cluster.Await;
import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** The service on the server it was written for: what the demo shows is no fault of its own. */
class LegacyServiceTest {
  @Test
  void allChecksPassOnOneServer() {
    try (RedisNode server = RedisNode.settings().start();
        JedisPool pool = pool(server)) {
      assertTrue(new SelfCheck(new Shop(pool, "shop:")).run());
    }
  }

  @Test
  void theChecksFailOnACluster() {
    try (RedisCluster cluster = RedisCluster.builder().start();
        JedisPool pool = pool(cluster.masters().get(0))) {
      assertFalse(new SelfCheck(new Shop(pool, "shop:")).run());
    }
  }

  @Test
  void theLoadIsCleanOnOneServer() throws InterruptedException {
    try (RedisNode server = RedisNode.settings().start();
        JedisPool pool = pool(server)) {
      assertTrue(new Load(new Shop(pool, "shop:")).run(2));
    }
  }

  @Test
  void theLoadNoticesDataThatVanishes() throws InterruptedException {
    try (RedisNode server = RedisNode.settings().start();
        JedisPool pool = pool(server)) {
      Thread vandal = new Thread(() -> vanish(server));
      vandal.start();
      assertFalse(new Load(new Shop(pool, "shop:")).run(2));
      vandal.join();
    }
  }

  @Test
  void aWriteAppliedTwiceIsCountedAsDuplicated() {
    Tally tally = new Tally();
    KnownCount count = new KnownCount("count", tally, () -> 1);
    count.raise(() -> 1);
    count.raise(() -> 3);
    assertEquals(1, tally.duplicated.get());
    assertEquals(0, tally.lost.get());
  }

  @Test
  void aWriteOfUnknownOutcomeIsSettledByReadingBack() {
    Tally tally = new Tally();
    long[] onServer = {0};
    KnownCount count = new KnownCount("count", tally, () -> onServer[0]);
    count.raise(() -> {
      onServer[0]++;
      throw new JedisConnectionException("the reply was lost");
    });
    count.raise(() -> {
      throw new JedisConnectionException("the command was lost");
    });
    count.raise(() -> ++onServer[0]);
    assertEquals(2, count.value());
    assertEquals(2, tally.unknown.get());
    assertTrue(tally.isClean());
  }

  /** Lets the load write first, so that there is something to lose. */
  private static void vanish(RedisNode server) {
    Await.until("a thousand keys", RedisCluster.LIMIT, () -> {
      Long keys = (Long) server.ask("DBSIZE");
      return keys < 1_000 ? "there are " + keys : null;
    });
    server.ask("FLUSHALL");
  }

  private static JedisPool pool(RedisNode node) {
    JedisPoolConfig config = new JedisPoolConfig();
    config.setMaxTotal(16);
    return new JedisPool(config, node.host(), node.port());
  }
}
