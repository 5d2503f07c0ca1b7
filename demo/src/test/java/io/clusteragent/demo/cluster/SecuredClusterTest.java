package io.clusteragent.demo.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SecuredClusterTest {
  @Test
  void aClusterWithTlsAndPasswordFormsAndMovesASlot() {
    assertTrue(ServerBinary.find().supportsTls(), () -> ServerBinary.find() + " has no TLS");
    try (RedisCluster cluster =
        RedisCluster.builder().masters(2).replicas(1).password("secret").tls().start()) {
      int slot = RedisCluster.slotOf("key");
      RedisNode source = cluster.masterOf(slot);
      RedisNode target =
          cluster.masters().stream().filter(m -> m != source).findFirst().orElseThrow();
      source.ask("SET", "key", "value");

      cluster.moveSlot(slot, target);

      assertEquals("value", target.ask("GET", "key"));
    }
  }
}
