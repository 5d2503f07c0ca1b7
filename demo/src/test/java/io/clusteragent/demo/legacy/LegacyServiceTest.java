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

/** Tests the service on one server, for which it was written, so that failures in the demo are not its own. */
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
  void theLoadNoticesLostData() throws InterruptedException {
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
    LoadStatistics statistics = new LoadStatistics();
    KnownCount count = new KnownCount("count", statistics, () -> 1);
    count.raise(() -> 1);
    count.raise(() -> 3);
    assertEquals(1, statistics.duplicated.get());
    assertEquals(0, statistics.lost.get());
  }

  @Test
  void aWriteOfUnknownOutcomeIsSettledByReadingBack() {
    LoadStatistics statistics = new LoadStatistics();
    long[] onServer = {0};
    KnownCount count = new KnownCount("count", statistics, () -> onServer[0]);
    count.raise(() -> {
      onServer[0]++;
      throw new JedisConnectionException("the reply was lost");
    });
    count.raise(() -> {
      throw new JedisConnectionException("the command was lost");
    });
    count.raise(() -> ++onServer[0]);
    assertEquals(2, count.value());
    assertEquals(2, statistics.unknown.get());
    assertTrue(statistics.isClean());
  }

  /** Waits until the load has written data that can be lost. */
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
