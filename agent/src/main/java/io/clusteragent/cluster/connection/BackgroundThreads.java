package io.clusteragent.cluster.connection;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ThreadFactory;

/**
 * The agent's own threads: named daemons that hold no class loader of the application, and have the agent's rights, not those
 * of the application whose command happened to start them.
 */
public final class BackgroundThreads implements ThreadFactory {
  private final String name;

  public BackgroundThreads(String name) {
    this.name = name;
  }

  @Override
  public Thread newThread(Runnable task) {
    // It outlives a web application that happened to start it: neither its loader nor its values.
    return AccessController.doPrivileged(new PrivilegedAction<Thread>() {
      @Override
      public Thread run() {
        return daemon(withoutInheritedValues(task), null);
      }
    });
  }

  /**
   * @param loader the thread's context class loader, for one that does the application's work and ends
   */
  Thread newThread(final Runnable task, final ClassLoader loader) {
    return AccessController.doPrivileged(new PrivilegedAction<Thread>() {
      @Override
      public Thread run() {
        return daemon(new Thread(task, name), loader);
      }
    });
  }

  private static Thread daemon(Thread thread, ClassLoader loader) {
    thread.setDaemon(true);
    thread.setContextClassLoader(loader);
    return thread;
  }

  /** Of every {@link InheritableThreadLocal} a thread gets a value of its own from the one that makes it, and keeps it. */
  private Thread withoutInheritedValues(Runnable task) {
    try {
      return Thread.class
          .getConstructor(
              ThreadGroup.class, Runnable.class, String.class, long.class, boolean.class)
          .newInstance(null, task, name, 0L, false); // since Java 9
    } catch (ReflectiveOperationException e) {
      return new Thread(task, name); // Java 8 has no such constructor
    }
  }
}
