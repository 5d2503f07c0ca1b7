package io.clusteragent.instrument;

import io.clusteragent.config.Configuration;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import redis.clients.jedis.Connection;

/** Loads Jedis in a class loader of its own, and transforms its classes as the agent does. */
final class WovenJedis extends URLClassLoader {
  private final ConnectionTransformer transformer =
      new ConnectionTransformer(Configuration.STANDARD, null, () -> {});

  WovenJedis() {
    super(
        new URL[] {Connection.class.getProtectionDomain().getCodeSource().getLocation()},
        WovenJedis.class.getClassLoader());
  }

  /** The class file of {@code Connection} as Jedis ships it. */
  static byte[] connectionClassFile() throws IOException {
    return classFile(Connection.class.getClassLoader(), Connection.class.getName());
  }

  /** A new {@code Connection}, not connected. */
  Object connection(String host, int port) throws ReflectiveOperationException {
    return loadClass(Connection.class.getName())
        .getConstructor(String.class, int.class)
        .newInstance(host, port);
  }

  static void connect(Object connection) throws ReflectiveOperationException {
    connection.getClass().getMethod("connect").invoke(connection);
  }

  static Socket socketOf(Object connection) throws ReflectiveOperationException {
    Field socket = connection.getClass().getDeclaredField("socket");
    socket.setAccessible(true);
    return (Socket) socket.get(connection);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith("redis.clients.")) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : findClass(name);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try {
      byte[] original = classFile(this, name);
      byte[] woven = transformer.transform(this, name.replace('.', '/'), null, null, original);
      byte[] classFile = woven == null ? original : woven;
      return defineClass(name, classFile, 0, classFile.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private static byte[] classFile(ClassLoader loader, String name) throws IOException {
    try (InputStream in = loader.getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new IOException("no class file of " + name);
      }
      return in.readAllBytes();
    }
  }
}
