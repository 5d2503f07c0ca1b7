package io.clusteragent.instrument;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.net.Socket;

/** What the {@code Connection} class of one Jedis line is made of. */
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
  private final String jedis;
  private final Field host;
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
    jedis = name.substring(0, name.lastIndexOf('.') + 1);
    host = JedisFields.field(type, "host"); // until 3.2
    Field factory = JedisFields.field(type, "socketFactory"); // since 3.6
    socketFactory =
        factory != null ? factory : JedisFields.field(type, "jedisSocketFactory"); // 3.3 to 3.5
    socket = JedisFields.field(type, "socket");
    outputStream = JedisFields.field(type, "outputStream");
    inputStream = JedisFields.field(type, "inputStream");
    broken = JedisFields.field(type, "broken"); // since 2.5
    pipelinedCommands = JedisFields.field(type, "pipelinedCommands"); // until 2.10
    // What is restored after a command that may block. connect() reads it from the new socket since
    // 4.0; before, it is the same anyway. In 2.8 to 3.2 the field of that name is a setting.
    soTimeout = factory == null ? null : JedisFields.field(type, "soTimeout"); // since 3.6
  }

  static ConnectionMembers of(Object connection) {
    return BY_CLASS.get(connection.getClass());
  }

  /** {@code redis.clients.jedis.Connection} of this connection's class loader, or its relocated copy. */
  Class<?> type() {
    return type;
  }

  /** Jedis's own package, with a dot at its end: {@code redis.clients.jedis.} unless it was relocated. */
  String jedis() {
    return jedis;
  }

  /** Makes the connection one that fails when it connects, before it opens anything. */
  void forgetAddress(Object connection) throws IllegalAccessException {
    (socketFactory == null ? host : socketFactory).set(connection, null);
  }

  /** Up to 3.2 a connection that could not connect keeps its socket. */
  void closeSocket(Object connection) throws IllegalAccessException {
    Socket made = (Socket) socket.get(connection);
    if (made != null) {
      try {
        made.close();
      } catch (IOException e) {
        // It was never connected.
      }
    }
  }

  /** The object that makes this connection's sockets; {@code null} before 3.3, where the connection itself does. */
  Object socketFactory(Object connection) throws IllegalAccessException {
    return socketFactory == null ? null : socketFactory.get(connection);
  }

  /** Leaves the connection as its own {@code connect()} would have, had it made this socket. */
  void connect(Object connection, Socket newSocket)
      throws ReflectiveOperationException, IOException {
    Object out = outputStream
        .getType()
        .getConstructor(OutputStream.class)
        .newInstance(newSocket.getOutputStream());
    Object in = inputStream
        .getType()
        .getConstructor(InputStream.class)
        .newInstance(newSocket.getInputStream());
    if (mayBeWhole(connection)) {
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
   * Leaves the connection as its own {@code connect()} would have, had it failed.
   *
   * @return what to throw: the exception that Jedis throws then
   */
  Throwable failed(Object connection, Throwable cause) {
    try {
      if (broken != null) {
        broken.setBoolean(connection, true);
      }
      return Class.forName(jedis + EXCEPTION, true, type.getClassLoader())
          .asSubclass(Throwable.class)
          .getConstructor(String.class, Throwable.class)
          .newInstance(cause.getMessage(), cause);
    } catch (ReflectiveOperationException e) {
      return cause;
    }
  }

  /**
   * Whether nothing but the failed attempt can have marked the connection as broken, or the mark would make it useless. A
   * connection of 2.x counts the replies that are due; one that broke before may have a wrong count, and stays broken.
   */
  private boolean mayBeWhole(Object connection) throws IllegalAccessException {
    return broken != null && (pipelinedCommands == null || outputStream.get(connection) == null);
  }

  /** Told by its place, as its package may be any: in every line it extends {@code Object}. */
  private static Class<?> connectionClass(Class<?> subclass) {
    Class<?> type = subclass;
    while (type.getSuperclass() != Object.class) {
      type = type.getSuperclass();
    }
    return type;
  }
}
