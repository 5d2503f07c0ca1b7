package io.clusteragent.cluster;

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
    // No loader: the thread outlives a web application that happened to start it.
    return newThread(task, null);
  }

  /**
   * @param loader the thread's context class loader, for one that does the application's work and ends
   */
  Thread newThread(final Runnable task, final ClassLoader loader) {
    return AccessController.doPrivileged(new PrivilegedAction<Thread>() {
      @Override
      public Thread run() {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        return thread;
      }
    });
  }
}
