package io.clusteragent.instrument;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.Connection;

class SelfCheckTest {

  @Test
  void aWovenClassIsHooked() throws Exception {
    try (WovenJedis jedis = new WovenJedis()) {
      assertTrue(SelfCheck.isHooked(jedis.loadClass(Connection.class.getName())));
    }
  }

  @Test
  void aClassAsJedisShipsItIsNotHooked() throws Exception {
    assertFalse(SelfCheck.isHooked(Connection.class));
  }
}
