package io.clusteragent.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.providers.ClusterConnectionProvider;

class NativeClusterConnectionsTest {
  private static final HostAndPort UNUSED_ADDRESS = new HostAndPort("127.0.0.1", 1);

  private final NativeClusterConnections nativeConnections = new NativeClusterConnections();
  private final JedisSocketFactory poolsFactory = new DefaultJedisSocketFactory(UNUSED_ADDRESS);

  @Test
  void aPlainConnectionIsNotOwned() throws Exception {
    assertFalse(nativeConnections.owns(new Connection(poolsFactory)));
  }

  @Test
  void aConnectionMadeByAClusterClientStaysOwned() throws Exception {
    Connection connection = new Connection(poolsFactory);
    assertTrue(ownedInsideAClusterClient(connection));
    assertTrue(nativeConnections.owns(connection));
  }

  @Test
  void laterConnectionsOfTheSamePoolAreOwnedForAnyBorrower() throws Exception {
    assertTrue(ownedInsideAClusterClient(new Connection(poolsFactory)));
    assertTrue(nativeConnections.owns(new Connection(poolsFactory)));
    assertFalse(
        nativeConnections.owns(new Connection(new DefaultJedisSocketFactory(UNUSED_ADDRESS))));
  }

  /** Calls owns() while cluster code of Jedis is on the stack: it reads its configuration when it connects. */
  private boolean ownedInsideAClusterClient(Connection connection) {
    List<Boolean> owned = new ArrayList<>();
    JedisClientConfig config = new JedisClientConfig() {
      @Override
      public int getConnectionTimeoutMillis() {
        owned.add(owns(connection));
        return 1;
      }
    };
    assertThrows(
        RuntimeException.class,
        () -> new ClusterConnectionProvider(Set.of(UNUSED_ADDRESS), config).close());
    assertFalse(owned.isEmpty());
    assertEquals(1, Set.copyOf(owned).size());
    return owned.get(0);
  }

  private boolean owns(Connection connection) {
    try {
      return nativeConnections.owns(connection);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
