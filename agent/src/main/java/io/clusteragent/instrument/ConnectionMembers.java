package io.clusteragent.instrument;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.Socket;

/** Reads and writes the fields of one Jedis line's {@code Connection} class. */
final class ConnectionMembers {
  private static final ClassValue<ConnectionMembers> BY_CLASS =
      new ClassValue<ConnectionMembers>() {
        @Override
        protected ConnectionMembers computeValue(Class<?> type) {
          return new ConnectionMembers(type);
        }
      };

  private static final String EXCEPTION = "exceptions.JedisConnectionException";

  private final Class<?> type;
  private final String jedisPackage;
  private final Field host;
  private final Field port;
  private final Field socketFactory;
  private final Field socket;
  private final Field outputStream;
  private final Field inputStream;
  private final Field broken;
  private final Field pipelinedCommands;
  private final Field soTimeout;

  private ConnectionMembers(Class<?> subclass) {
    type = connectionClass(subclass);
    String name = type.getName();
    jedisPackage = name.substring(0, name.lastIndexOf('.') + 1);
    host = JedisFields.field(type, "host"); // until 3.2
    port = JedisFields.field(type, "port"); // until 3.2
    Field factory = JedisFields.field(type, "socketFactory"); // since 3.6
    socketFactory =
        factory != null ? factory : JedisFields.field(type, "jedisSocketFactory"); // 3.3 to 3.5
    socket = JedisFields.field(type, "socket");
    outputStream = JedisFields.field(type, "outputStream");
    inputStream = JedisFields.field(type, "inputStream");
    broken = JedisFields.field(type, "broken"); // since 2.5
    pipelinedCommands = JedisFields.field(type, "pipelinedCommands"); // until 2.10
    // The timeout that Jedis restores after a blocking command. Since 4.0 connect() reads it from
    // the new socket; before, it is the same anyway. In 2.8 to 3.2 the field is a setting.
    soTimeout = factory == null ? null : JedisFields.field(type, "soTimeout"); // since 3.6
  }

  static ConnectionMembers of(Object connection) {
    return BY_CLASS.get(connection.getClass());
  }

  /** {@code redis.clients.jedis.Connection} of this connection's class loader, or its relocated copy. */
  Class<?> type() {
    return type;
  }

  /** The package of Jedis, with a dot at its end: {@code redis.clients.jedis.} unless it was relocated. */
  String jedisPackage() {
    return jedisPackage;
  }

  /**
   * A connection without an address: its {@code connect()} fails before it opens anything.
   *
   * <p>The socket factory is a final field since 4.0, and JDK 26 warns when reflection changes one.
   */
  static Object withoutAddress(Class<?> type) throws ReflectiveOperationException {
    ConnectionMembers members = BY_CLASS.get(type);
    Field factory = members.socketFactory;
    if (factory != null && Modifier.isFinal(factory.getModifiers())) { // since 4.0
      return type.getConstructor(factory.getType()).newInstance((Object) null);
    }
    Object connection = type.getConstructor().newInstance();
    if (factory != null) { // 3.3 to 3.10, whose constructor asks the socket factory
      factory.set(connection, null);
    } else {
      members.host.set(connection, null);
      members.port.setInt(connection, -1); // without a host, 1.x would connect to this machine
    }
    return connection;
  }

  /** Closes the socket that a connection keeps up to 3.2 when it could not connect. */
  void closeSocket(Object connection) throws IllegalAccessException {
    Socket unconnected = (Socket) socket.get(connection);
    if (unconnected != null) {
      try {
        unconnected.close();
      } catch (IOException e) {
        // It was never connected.
      }
    }
  }

  /** The object that makes this connection's sockets; {@code null} before 3.3, where the connection itself makes them. */
  Object socketFactory(Object connection) throws IllegalAccessException {
    return socketFactory == null ? null : socketFactory.get(connection);
  }

  /** Sets the fields as {@code connect()} sets them when it has connected this socket. */
  void markConnected(Object connection, Socket newSocket)
      throws ReflectiveOperationException, IOException {
    Object out = outputStream
        .getType()
        .getConstructor(OutputStream.class)
        .newInstance(newSocket.getOutputStream());
    Object in = inputStream
        .getType()
        .getConstructor(InputStream.class)
        .newInstance(newSocket.getInputStream());
    if (canClearBroken(connection)) {
      broken.setBoolean(connection, false);
    }
    Socket failed = (Socket) socket.get(connection);
    socket.set(connection, newSocket);
    outputStream.set(connection, out);
    inputStream.set(connection, in);
    if (soTimeout != null) {
      soTimeout.setInt(connection, newSocket.getSoTimeout());
    }
    if (failed != null) {
      failed.close();
    }
  }

  /**
   * Sets the fields as {@code connect()} sets them when it fails.
   *
   * @return the exception that Jedis throws then, with this cause; the cause itself if that exception cannot be created
   */
  Throwable markFailed(Object connection, Throwable cause) {
    try {
      if (broken != null) {
        broken.setBoolean(connection, true);
      }
      return Class.forName(jedisPackage + EXCEPTION, true, type.getClassLoader())
          .asSubclass(Throwable.class)
          .getConstructor(String.class, Throwable.class)
          .newInstance(cause.getMessage(), cause);
    } catch (ReflectiveOperationException e) {
      return cause;
    }
  }

  /**
   * Whether the mark "broken" can only come from the failed attempt, or would make the connection useless.
   *
   * <p>A connection of 2.x counts the replies that are due. If it broke earlier, its count may be wrong, so it stays broken.
   */
  private boolean canClearBroken(Object connection) throws IllegalAccessException {
    return broken != null && (pipelinedCommands == null || outputStream.get(connection) == null);
  }

  /** The superclass that extends {@code Object}: it is {@code Connection} in every line, whatever its package. */
  private static Class<?> connectionClass(Class<?> subclass) {
    Class<?> type = subclass;
    while (type.getSuperclass() != Object.class) {
      type = type.getSuperclass();
    }
    return type;
  }
}
