package io.clusteragent.cluster;

import java.util.concurrent.ThreadFactory;

/** The agent's own threads: named daemons that hold no class loader of the application. */
public final class BackgroundThreads implements ThreadFactory {
  private final String name;

  public BackgroundThreads(String name) {
    this.name = name;
  }

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    // Not the application's: the thread outlives a web application that happened to start it.
    thread.setContextClassLoader(null);
    return thread;
  }
}
