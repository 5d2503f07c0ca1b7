package io.clusteragent.instrument;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Knows the connections of {@code JedisCluster} and {@code RedisClusterClient}: they route by themselves and do work
 * per node, so they are left alone. They are told by the classes on the stack when they connect, and remembered: up to
 * 3.x a connection reconnects later, from anywhere. Since 3.6 the pool of a node gives the same socket factory to all
 * its connections; one of them seen is enough to know the others, whoever borrows them.
 *
 * <p>Spring Data Redis borrows connections from the pools of the nodes itself, for work per node such as {@code dbSize} and
 * {@code keys}, and to ask for the topology. Its classes are told like those of Jedis.
 *
 * <p>Not told: a connection that the application itself borrows from a node's pool ({@code getClusterNodes()}), or the
 * pool's evictor adds, and that is new; up to 3.5 always, since 3.6 as long as the cluster client has not used that
 * pool itself. Nothing on the stack or in the connection leads to the cluster client then. Such a connection speaks for
 * the whole cluster.
 */
final class NativeClusterConnections {
  /** Below Jedis's own package. */
  private static final String[] CREATORS = {
    "JedisClusterConnectionHandler", // 2.4 to 3.x
    "JedisSlotBasedConnectionHandler", // 2.4 to 3.x
    "JedisClusterInfoCache", // since 2.8, with its task that refreshes the topology
    "providers.ClusterConnectionProvider", // since 4.0
    "executors.ClusterCommandExecutor", // since 4.0; borrows from the nodes' pools for broadcasts
  };

  /** Classes that borrow from {@code getClusterNodes()}, also in nested classes. */
  private static final String[] BORROWERS = {
    "org.springframework.data.redis.connection.jedis.JedisClusterConnection", // since 1.7
    "org.springframework.data.redis.connection.jedis.JedisClientClusterConnection", // since 4.1
  };

  private final Set<Object> known = Collections.newSetFromMap(new WeakHashMap<Object, Boolean>());

  /** Whether this connection, which has just connected, belongs to a client that knows clusters itself. */
  boolean owns(Object connection) throws IllegalAccessException {
    ConnectionMembers members = ConnectionMembers.of(connection);
    Object factory = members.socketFactory(connection);
    synchronized (known) {
      if (known.contains(connection) || factory != null && known.contains(factory)) {
        return true;
      }
    }
    if (!isCreatorOnStack(members.jedis())) {
      return false;
    }
    synchronized (known) {
      known.add(connection);
      if (factory != null) {
        known.add(factory);
      }
    }
    return true;
  }

  private static boolean isCreatorOnStack(String jedis) {
    for (StackTraceElement frame : new Throwable().getStackTrace()) {
      String className = frame.getClassName();
      if (className.startsWith(jedis)) {
        for (String creator : CREATORS) {
          if (isOrIsInside(className, jedis.length(), creator)) {
            return true;
          }
        }
      } else {
        for (String borrower : BORROWERS) {
          if (isOrIsInside(className, 0, borrower)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean isOrIsInside(String className, int from, String creator) {
    int end = from + creator.length();
    return className.startsWith(creator, from)
        && (className.length() == end || className.charAt(end) == '$');
  }
}
