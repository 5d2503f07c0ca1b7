package io.clusteragent.instrument;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.Dialer;
import io.clusteragent.log.Log;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/** Finds out how a connection of Jedis was dialled. */
final class JedisDialers {
  private static final String DEFAULT_FACTORY = "DefaultJedisSocketFactory";

  private final Set<Class<?>> said =
      Collections.newSetFromMap(new WeakHashMap<Class<?>, Boolean>());

  /**
   * @param connection a {@code Connection} of any line
   * @return a dialer to other nodes; {@code null} when the application makes its sockets by a factory of its own, which
   *     can only be asked for sockets to the address it knows
   */
  Dialer like(Object connection) throws IllegalAccessException {
    ConnectionMembers members = ConnectionMembers.of(connection);
    Object factory = members.socketFactory(connection);
    if (factory == null) {
      return new JedisDialer(SocketFactoryTemplate.connection(members.type()), connection);
    }
    if (!factory.getClass().getName().equals(members.jedis() + DEFAULT_FACTORY)) {
      say(factory.getClass());
      return null;
    }
    return new JedisDialer(SocketFactoryTemplate.socketFactory(factory.getClass()), factory);
  }

  /** The address that the application gave for a connection which {@link #like} has a dialer for. */
  NodeAddress addressOf(Object connection) throws IllegalAccessException {
    ConnectionMembers members = ConnectionMembers.of(connection);
    Object factory = members.socketFactory(connection);
    return factory == null
        ? SocketFactoryTemplate.connection(members.type()).addressOf(connection)
        : SocketFactoryTemplate.socketFactory(factory.getClass()).addressOf(factory);
  }

  private void say(Class<?> factory) {
    boolean first;
    synchronized (said) {
      first = said.add(factory);
    }
    if (first) {
      Log.warn("connections made by the socket factory " + factory.getName()
          + " are left alone: it cannot be asked for sockets to other nodes."
          + " Remedy: configure Jedis without a socket factory of your own");
    }
  }
}
