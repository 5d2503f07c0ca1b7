package io.clusteragent.cluster.connection;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ThreadFactory;

/**
 * Makes the agent's own threads: named daemons without references to the application.
 *
 * <p>They hold no class loader of the application. They have the agent's rights, and not those of the application whose command
 * happens to start them.
 */
public final class BackgroundThreads implements ThreadFactory {
  private final String name;

  public BackgroundThreads(String name) {
    this.name = name;
  }

  @Override
  public Thread newThread(Runnable task) {
    // The thread may outlive the web application whose command starts it, so it keeps neither that
    // application's class loader nor its thread-local values.
    return AccessController.doPrivileged(new PrivilegedAction<Thread>() {
      @Override
      public Thread run() {
        return daemon(withoutInheritedValues(task), null);
      }
    });
  }

  /**
   * @param loader the thread's context class loader, for a thread that does the application's work and then ends
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

  /**
   * Makes a thread without values of {@link InheritableThreadLocal}s. Otherwise it would copy and keep those of the thread that
   * makes it.
   */
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
