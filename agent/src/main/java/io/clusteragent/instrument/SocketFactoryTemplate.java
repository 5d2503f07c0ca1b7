package io.clusteragent.instrument;

import io.clusteragent.cluster.address.NodeAddress;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.Socket;
import java.util.List;

/**
 * How to make a second object of the Jedis class that opens sockets, alike in everything but the address it opens them
 * to. That class is {@code Connection} itself up to 3.2, {@code DefaultJedisSocketFactory} since 3.3.
 */
final class SocketFactoryTemplate {
  private static final ClassValue<SocketFactoryTemplate> CONNECTIONS =
      new ClassValue<SocketFactoryTemplate>() {
        @Override
        protected SocketFactoryTemplate computeValue(Class<?> type) {
          return ofConnection(type);
        }
      };
  private static final ClassValue<SocketFactoryTemplate> SOCKET_FACTORIES =
      new ClassValue<SocketFactoryTemplate>() {
        @Override
        protected SocketFactoryTemplate computeValue(Class<?> type) {
          return ofSocketFactory(type);
        }
      };

  private final Constructor<?> constructor;
  private final List<Field> settings;
  private final Field host;
  private final Field port;
  private final Field hostAndPort;
  private final Method open;
  private final Field opened;

  private SocketFactoryTemplate(Class<?> type, List<Field> settings, String open) {
    this.settings = settings;
    constructor = shortestConstructor(type);
    hostAndPort = JedisFields.field(type, "hostAndPort"); // since 3.6
    Class<?> holder = hostAndPort == null ? type : hostAndPort.getType();
    host = JedisFields.field(holder, "host");
    port = JedisFields.field(holder, "port");
    opened = JedisFields.field(type, "socket"); // until 3.2
    settings.remove(hostAndPort);
    settings.remove(host);
    settings.remove(port);
    this.open = method(type, open);
  }

  /** The blueprint of a {@code Connection} that makes its own sockets: 2.0 to 3.2. */
  static SocketFactoryTemplate connection(Class<?> type) {
    return CONNECTIONS.get(type);
  }

  /** The blueprint of a {@code DefaultJedisSocketFactory}: since 3.3. */
  static SocketFactoryTemplate socketFactory(Class<?> type) {
    return SOCKET_FACTORIES.get(type);
  }

  private static SocketFactoryTemplate ofConnection(Class<?> type) {
    List<Field> settings = JedisFields.fields(
        type,
        "timeout", // until 2.7
        "connectionTimeout", // since 2.8
        "soTimeout", // since 2.8
        "ssl", // since 2.9, as the following
        "sslSocketFactory",
        "sslParameters",
        "hostnameVerifier");
    return new SocketFactoryTemplate(type, settings, "connect");
  }

  private static SocketFactoryTemplate ofSocketFactory(Class<?> type) {
    return new SocketFactoryTemplate(type, JedisFields.instanceFields(type), "createSocket");
  }

  /** The class of Jedis that opens sockets. */
  Class<?> type() {
    return constructor.getDeclaringClass();
  }

  /** What the original is set to, the address left out. */
  Object[] settingsOf(Object original) throws IllegalAccessException {
    Object[] values = new Object[settings.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = settings.get(i).get(original);
    }
    return values;
  }

  /** The address that the application gave, before its own mapping of hosts, if it has one. */
  NodeAddress addressOf(Object original) throws IllegalAccessException {
    Object holder = hostAndPort == null ? original : hostAndPort.get(original);
    return new NodeAddress((String) host.get(holder), port.getInt(holder));
  }

  /** Opens a socket in the way of the original that these settings are from. */
  Socket open(Object[] values, NodeAddress address) throws ReflectiveOperationException {
    Object copy = constructor.newInstance(zeros(constructor.getParameterTypes()));
    for (int i = 0; i < values.length; i++) {
      settings.get(i).set(copy, values[i]);
    }
    if (hostAndPort != null) {
      hostAndPort.set(copy, newHostAndPort(address));
    } else {
      host.set(copy, address.host());
      port.setInt(copy, address.port());
    }
    Object socket = open.invoke(copy);
    return (Socket) (opened == null ? socket : opened.get(copy));
  }

  private Object newHostAndPort(NodeAddress address) throws ReflectiveOperationException {
    return hostAndPort
        .getType()
        .getConstructor(String.class, int.class)
        .newInstance(address.host(), address.port());
  }

  private static Method method(Class<?> type, String name) {
    try {
      return type.getMethod(name);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(type + " has no method " + name, e);
    }
  }

  /** Every field that matters is set afterwards, so arguments do not matter: 3.3 to 3.5 have only one, with eight. */
  private static Constructor<?> shortestConstructor(Class<?> type) {
    Constructor<?> shortest = null;
    for (Constructor<?> constructor : type.getConstructors()) {
      if (shortest == null
          || constructor.getParameterTypes().length < shortest.getParameterTypes().length) {
        shortest = constructor;
      }
    }
    return shortest;
  }

  private static Object[] zeros(Class<?>[] types) {
    Object[] zeros = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      zeros[i] =
          types[i] == int.class ? (Object) 0 : types[i] == boolean.class ? (Object) false : null;
    }
    return zeros;
  }
}
