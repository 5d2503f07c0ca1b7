package io.clusteragent.instrument;

import io.clusteragent.cluster.address.NodeAddress;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.Socket;
import java.util.List;

/**
 * Copies the Jedis object that opens sockets, with another address.
 *
 * <p>The class of that object is {@code Connection} itself up to 3.2, {@code DefaultJedisSocketFactory} since 3.3.
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
  private final TlsSettings tls;
  private final Field host;
  private final Field port;
  private final Field hostAndPort;
  private final Method openMethod;
  private final Field socket;
  private final Method mappedAddress;

  private SocketFactoryTemplate(Class<?> type, List<Field> settings, String open) {
    this.settings = settings;
    constructor = shortestConstructor(type);
    hostAndPort = JedisFields.field(type, "hostAndPort"); // since 3.6
    Class<?> holder = hostAndPort == null ? type : hostAndPort.getType();
    host = JedisFields.field(holder, "host");
    port = JedisFields.field(holder, "port");
    socket = JedisFields.field(type, "socket"); // until 3.2
    settings.remove(hostAndPort);
    settings.remove(host);
    settings.remove(port);
    this.tls = new TlsSettings(settings);
    this.openMethod = method(type, open);
    mappedAddress = JedisFields.method(type, "getSocketHostAndPort"); // since 3.6
  }

  /** The template for a {@code Connection} that makes its own sockets: 2.0 to 3.2. */
  static SocketFactoryTemplate connection(Class<?> type) {
    return CONNECTIONS.get(type);
  }

  /** The template for a {@code DefaultJedisSocketFactory}: since 3.3. */
  static SocketFactoryTemplate socketFactory(Class<?> type) {
    return SOCKET_FACTORIES.get(type);
  }

  private static SocketFactoryTemplate ofConnection(Class<?> type) {
    List<Field> settings = JedisFields.fields(
        type,
        "timeout", // until 2.7
        "connectionTimeout", // since 2.8
        "soTimeout", // since 2.8
        "ssl", // this and the following: since 2.9
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

  /** The original's settings, without the address. */
  Object[] settingsOf(Object original) throws IllegalAccessException {
    Object[] values = new Object[settings.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = settings.get(i).get(original);
    }
    return values;
  }

  /** The address that the application gave, before the application's own host mapping, if any. */
  NodeAddress addressOf(Object original) throws IllegalAccessException {
    Object holder = hostAndPort == null ? original : hostAndPort.get(original);
    return new NodeAddress((String) host.get(holder), port.getInt(holder));
  }

  /** Whether sockets with these settings use TLS. */
  boolean usesTls(Object[] values) {
    return tls.areUsed(values);
  }

  /** The host for which the original has certificates verified. */
  String verifiedHost(Object original) throws ReflectiveOperationException {
    if (mappedAddress == null) {
      return addressOf(original).host();
    }
    return (String) host.get(mappedAddress.invoke(original));
  }

  /**
   * Opens a TLS socket as the original does, with the certificate verified under a name.
   *
   * @param values what {@link #settingsOf} returned for the original
   * @param atOnce whether to verify the certificate now, and not at the first use of the socket
   */
  Socket open(Object[] values, NodeAddress address, String name, boolean atOnce)
      throws ReflectiveOperationException, IOException {
    VerifiedName verified = new VerifiedName(address.host(), name);
    try {
      Socket socket = open(tls.with(verified, values), address);
      if (atOnce) {
        verified.handshake(tls.connectionTimeout(values));
      }
      return verified.complete(socket);
    } catch (IOException | ReflectiveOperationException | RuntimeException e) {
      verified.fail();
      throw e;
    }
  }

  /**
   * Opens a socket as the original does.
   *
   * @param values what {@link #settingsOf} returned for the original
   */
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
    Object returned = openMethod.invoke(copy);
    return (Socket) (socket == null ? returned : socket.get(copy));
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

  /**
   * The constructor with the fewest parameters. Their values do not matter, as every field that counts is set afterwards. 3.3 to
   * 3.5 have only one constructor, with eight parameters.
   */
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
