package io.clusteragent.instrument;

import io.clusteragent.cluster.address.CertificateNames;
import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.Dialer;
import io.clusteragent.log.Log;
import java.net.Socket;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/** Makes dialers that dial other nodes as a given connection of Jedis was dialled. */
final class JedisDialers {
  private static final String DEFAULT_FACTORY = "DefaultJedisSocketFactory";

  private final CertificateNames names = new CertificateNames();
  private final Set<Class<?>> warnedFactories =
      Collections.newSetFromMap(new WeakHashMap<Class<?>, Boolean>());

  /**
   * @param connection a {@code Connection} of any line
   * @return a dialer to other nodes; {@code null} when the application has a socket factory of its own, which opens sockets only
   *     to the address that it knows
   */
  JedisDialer dialerFor(Object connection) throws ReflectiveOperationException {
    ConnectionMembers members = ConnectionMembers.of(connection);
    Object factory = members.socketFactory(connection);
    if (factory == null) {
      return JedisDialer.of(SocketFactoryTemplate.connection(members.type()), connection, names);
    }
    if (!factory.getClass().getName().equals(members.jedisPackage() + DEFAULT_FACTORY)) {
      warnOnce(factory.getClass());
      return null;
    }
    return JedisDialer.of(SocketFactoryTemplate.socketFactory(factory.getClass()), factory, names);
  }

  /** As {@link #dialerFor(Object)}, for a connection that has this socket. */
  Dialer dialerFor(Object connection, Socket connected) throws ReflectiveOperationException {
    JedisDialer dialer = dialerFor(connection);
    if (dialer != null) {
      dialer.ledTo(connected);
    }
    return dialer;
  }

  /** The address that the application gave for a connection; only for those that have a {@link #dialerFor dialer}. */
  NodeAddress addressOf(Object connection) throws IllegalAccessException {
    ConnectionMembers members = ConnectionMembers.of(connection);
    Object factory = members.socketFactory(connection);
    return factory == null
        ? SocketFactoryTemplate.connection(members.type()).addressOf(connection)
        : SocketFactoryTemplate.socketFactory(factory.getClass()).addressOf(factory);
  }

  private void warnOnce(Class<?> factory) {
    boolean first;
    synchronized (warnedFactories) {
      first = warnedFactories.add(factory);
    }
    if (first) {
      Log.warn("connections made by the socket factory " + factory.getName()
          + " are not routed: the agent cannot ask it for sockets to other nodes."
          + " Remedy: configure Jedis without a socket factory of your own");
    }
  }
}
