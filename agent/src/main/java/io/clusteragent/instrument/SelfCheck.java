package io.clusteragent.instrument;

import io.clusteragent.config.Configuration;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/**
 * Finds out whether a woven class really has its hooks: an agent that sees the class file later can undo them, and nobody
 * would notice but by MOVED. A connection that has no address is told to connect. It fails before it opens anything, and
 * the hook, if it is there, knows the connection.
 *
 * <p>If they are there, the {@link StartLine} says so.
 *
 * <p>Runs on a thread of its own, as the class is not there yet while it is woven. The class is looked up among those
 * that are loaded: asking its loader could make one without locks load it twice.
 */
final class SelfCheck implements Runnable {
  /** When to look, after the look before. A class that is loaded once has the hooks or never will. */
  private static final int[] LOADED_MILLIS = {0, 10, 100, 1000, 10_000};

  /** A class that is loaded already has them only when the JVM is done with redefining it. */
  private static final int[] REDEFINED_MILLIS = {1000, 4000};

  private static volatile Object subject;

  private final Instrumentation instrumentation;
  private final ClassLoader loader;
  private final String name;
  private final boolean isRedefined;
  private final StartupFailure alarm;
  private final Configuration configuration;

  SelfCheck(
      Instrumentation instrumentation,
      ClassLoader loader,
      String name,
      boolean isRedefined,
      StartupFailure alarm,
      Configuration configuration) {
    this.instrumentation = instrumentation;
    this.loader = loader;
    this.name = name;
    this.isRedefined = isRedefined;
    this.alarm = alarm;
    this.configuration = configuration;
  }

  void start() {
    Thread thread = new Thread(this, "cluster-agent self-check");
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      // No more threads. The class is woven, most likely with its hooks, and nobody looks.
    }
  }

  @Override
  public void run() {
    try {
      boolean unhooked = false;
      Class<?> connection = null;
      for (int pause : isRedefined ? REDEFINED_MILLIS : LOADED_MILLIS) {
        Thread.sleep(pause);
        connection = loaded();
        unhooked = connection != null && !isHooked(connection);
        if (connection != null && !(unhooked && isRedefined)) {
          break;
        }
      }
      if (unhooked) {
        alarm.raise(
            "Jedis is not routed: something, probably another agent, has undone the change of "
                + name
                + ". Remedy: put -javaagent:cluster-agent.jar behind the other agents on the start line");
      } else if (connection != null) {
        StartLine.say(configuration, connection);
      }
    } catch (InterruptedException
        | ReflectiveOperationException
        | RuntimeException
        | LinkageError untold) {
      // It cannot be told whether the hooks are there; they most likely are.
    }
  }

  private Class<?> loaded() {
    for (Class<?> each : instrumentation.getAllLoadedClasses()) {
      if (each.getClassLoader() == loader && each.getName().equals(name)) {
        return each;
      }
    }
    return null;
  }

  /** Whether a class that is {@code Connection} of some line calls the façade when it connects. */
  static synchronized boolean isHooked(Class<?> type) throws ReflectiveOperationException {
    Object connection = type.getConstructor().newInstance();
    ConnectionMembers members = ConnectionMembers.of(connection);
    members.forgetAddress(connection);
    subject = connection;
    try {
      type.getMethod("connect").invoke(connection);
      return true;
    } catch (InvocationTargetException e) {
      return false;
    } finally {
      subject = null;
      members.closeSocket(connection);
    }
  }

  /** Whether a connection that did not connect is the one that was not meant to. */
  static boolean isSubject(Object connection) {
    return connection == subject;
  }
}
