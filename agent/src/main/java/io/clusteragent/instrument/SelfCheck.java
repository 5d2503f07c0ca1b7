package io.clusteragent.instrument;

import io.clusteragent.config.Configuration;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/**
 * Checks that a woven class has its hooks.
 *
 * <p>An agent that gets the class file later can remove them; without this check only MOVED errors would show it. The check calls
 * {@code connect()} of a connection that has no address, which fails before it opens anything. {@link Gateway#connectFailed}
 * recognizes the connection and suppresses the failure; without the hooks the check sees the failure.
 *
 * <p>If the hooks are there, {@link StartLine} logs that the agent is in place.
 *
 * <p>The check runs on a thread of its own, as the class is not yet loaded while it is woven. It looks for the class among the
 * loaded ones: a class loader without locks could load the class twice if it were asked.
 */
final class SelfCheck implements Runnable {
  /** Pauses before each look for a class that is being loaded. Once loaded, it has the hooks or never will. */
  private static final int[] PAUSES_AFTER_LOAD_MILLIS = {0, 10, 100, 1000, 10_000};

  /** Pauses before each look for a class that was loaded before. It has the hooks once the JVM has redefined it. */
  private static final int[] PAUSES_AFTER_REDEFINITION_MILLIS = {1000, 4000};

  private static volatile Object subject;

  private final Instrumentation instrumentation;
  private final ClassLoader loader;
  private final String name;
  private final boolean isRedefined;
  private final StartupFailure startupFailure;
  private final Configuration configuration;

  SelfCheck(
      Instrumentation instrumentation,
      ClassLoader loader,
      String name,
      boolean isRedefined,
      StartupFailure startupFailure,
      Configuration configuration) {
    this.instrumentation = instrumentation;
    this.loader = loader;
    this.name = name;
    this.isRedefined = isRedefined;
    this.startupFailure = startupFailure;
    this.configuration = configuration;
  }

  void start() {
    Thread thread = new Thread(this, "cluster-agent self-check");
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      // There are no threads left. The class most likely has its hooks, and stays unchecked.
    }
  }

  @Override
  public void run() {
    try {
      boolean unhooked = false;
      Class<?> connection = null;
      for (int pause : isRedefined ? PAUSES_AFTER_REDEFINITION_MILLIS : PAUSES_AFTER_LOAD_MILLIS) {
        Thread.sleep(pause);
        connection = loadedClass();
        unhooked = connection != null && !isHooked(connection);
        if (connection != null && !(unhooked && isRedefined)) {
          break;
        }
      }
      if (unhooked) {
        startupFailure.report(
            "Jedis is not routed: something, probably another agent, has removed the agent's calls from "
                + name
                + ". Remedy: put -javaagent:cluster-agent.jar behind the other agents on the start line");
      } else if (connection != null) {
        StartLine.log(configuration, connection);
      }
    } catch (InterruptedException
        | ReflectiveOperationException
        | RuntimeException
        | LinkageError unchecked) {
      // The check is impossible; the hooks are most likely there.
    }
  }

  private Class<?> loadedClass() {
    for (Class<?> each : instrumentation.getAllLoadedClasses()) {
      if (each.getClassLoader() == loader && each.getName().equals(name)) {
        return each;
      }
    }
    return null;
  }

  /** Whether a {@code Connection} class of any line calls {@link Gateway} when it connects. */
  static synchronized boolean isHooked(Class<?> type) throws ReflectiveOperationException {
    Object connection = ConnectionMembers.withoutAddress(type);
    subject = connection;
    try {
      type.getMethod("connect").invoke(connection);
      return true;
    } catch (InvocationTargetException e) {
      return false;
    } finally {
      subject = null;
      ConnectionMembers.of(connection).closeSocket(connection);
    }
  }

  /** Whether this is the connection of the running check. */
  static boolean isSubject(Object connection) {
    return connection == subject;
  }
}
