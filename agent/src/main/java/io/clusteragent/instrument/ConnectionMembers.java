package io.clusteragent.instrument;

import java.lang.reflect.Field;

/** What the {@code Connection} class of one Jedis line is made of. */
final class ConnectionMembers {
  private static final ClassValue<ConnectionMembers> BY_CLASS =
      new ClassValue<ConnectionMembers>() {
        @Override
        protected ConnectionMembers computeValue(Class<?> type) {
          return new ConnectionMembers(type);
        }
      };

  private final Class<?> type;
  private final Field socketFactory;

  private ConnectionMembers(Class<?> subclass) {
    type = connectionClass(subclass);
    Field factory = Members.field(type, "socketFactory"); // since 3.6
    socketFactory =
        factory != null ? factory : Members.field(type, "jedisSocketFactory"); // 3.3 to 3.5
  }

  static ConnectionMembers of(Object connection) {
    return BY_CLASS.get(connection.getClass());
  }

  /** {@code redis.clients.jedis.Connection} of this connection's class loader. */
  Class<?> type() {
    return type;
  }

  /** The object that makes this connection's sockets; {@code null} before 3.3, where the connection itself does. */
  Object socketFactory(Object connection) throws IllegalAccessException {
    return socketFactory == null ? null : socketFactory.get(connection);
  }

  private static Class<?> connectionClass(Class<?> subclass) {
    Class<?> type = subclass;
    while (!type.getName().equals(ConnectionTransformer.CONNECTION)) {
      type = type.getSuperclass();
    }
    return type;
  }
}
