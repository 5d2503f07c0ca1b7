package io.clusteragent.instrument;

import io.clusteragent.config.Configuration;
import io.clusteragent.config.Options;
import io.clusteragent.config.Options.OnFailure;
import io.clusteragent.log.Log;
import java.util.concurrent.atomic.AtomicBoolean;

/** Logs, once, why the agent cannot work; ends the JVM if {@code onFailure=abort}. */
public final class StartupFailure {
  static final int ABORTED = 1;

  private final AtomicBoolean reported = new AtomicBoolean();
  private final Configuration configuration;

  StartupFailure(Configuration configuration) {
    this.configuration = configuration;
  }

  void report(String message) {
    if (reported.compareAndSet(false, true)) {
      Log.error(message);
      if (configuration.get(Options.ON_FAILURE) == OnFailure.ABORT) {
        abort();
      }
    }
  }

  /** Ends the JVM without shutdown hooks: one of them may wait for this thread, which is loading a class. */
  public static void abort() {
    System.err.println("[cluster-agent] ends this JVM, because onFailure=abort is set");
    Runtime.getRuntime().halt(ABORTED);
  }
}
