package io.clusteragent.instrument;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Recognizes the connections of {@code JedisCluster} and {@code RedisClusterClient}.
 *
 * <p>These clients route by themselves and send commands to certain nodes, so the agent does not route their connections. It
 * recognizes a connection by the classes on the stack when it connects, and remembers it, as up to 3.x it reconnects later, from
 * anywhere. Since 3.6 the pool of a node gives the same socket factory to all its connections. So one recognized connection
 * identifies all others of its pool, whoever borrows them.
 *
 * <p>Spring Data Redis itself borrows connections from the pools of the nodes, for commands to each node such as {@code dbSize}
 * and {@code keys}, and to ask for the topology. The agent recognizes its classes on the stack, too.
 *
 * <p>The agent does not recognize a new connection that the application itself borrows from a node's pool ({@code
 * getClusterNodes()}), or that the pool's evictor adds: up to 3.5 never, since 3.6 until the cluster client has used that pool
 * itself. Neither the stack nor the connection refers to the cluster client then. Such a connection serves the whole cluster.
 */
final class NativeClusterConnections {
  /** Classes of Jedis that make such connections, without the package of Jedis. */
  private static final String[] CREATORS = {
    "JedisClusterConnectionHandler", // 2.4 to 3.x
    "JedisSlotBasedConnectionHandler", // 2.4 to 3.x
    "JedisClusterInfoCache", // since 2.8, with its task that refreshes the topology
    "providers.ClusterConnectionProvider", // since 4.0
    "executors.ClusterCommandExecutor", // since 4.0; takes from the nodes' pools for broadcasts
  };

  /** Classes that borrow connections from {@code getClusterNodes()}, also in nested classes. */
  private static final String[] BORROWERS = {
    "org.springframework.data.redis.connection.jedis.JedisClusterConnection", // since 1.7
    "org.springframework.data.redis.connection.jedis.JedisClientClusterConnection", // since 4.1
  };

  /** Connections and socket factories; guarded by itself. */
  private final Set<Object> ownedObjects =
      Collections.newSetFromMap(new WeakHashMap<Object, Boolean>());

  /** Whether this connection, which is connecting or has just connected, belongs to a client that routes by itself. */
  boolean owns(Object connection) throws IllegalAccessException {
    ConnectionMembers members = ConnectionMembers.of(connection);
    Object factory = members.socketFactory(connection);
    synchronized (ownedObjects) {
      if (ownedObjects.contains(connection) || factory != null && ownedObjects.contains(factory)) {
        return true;
      }
    }
    if (!isCreatorOnStack(members.jedisPackage())) {
      return false;
    }
    synchronized (ownedObjects) {
      ownedObjects.add(connection);
      if (factory != null) {
        ownedObjects.add(factory);
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
