package io.clusteragent.instrument;

import io.clusteragent.config.Configuration;
import io.clusteragent.config.Options;
import io.clusteragent.config.Options.OnFailure;
import io.clusteragent.log.Log;
import java.util.concurrent.atomic.AtomicBoolean;

/** Something keeps the agent from its work. It is said once; with {@code onFailure=abort} it is the JVM's end. */
public final class StartupFailure {
  static final int ABORTED = 1;

  private final AtomicBoolean raised = new AtomicBoolean();
  private final Configuration configuration;

  StartupFailure(Configuration configuration) {
    this.configuration = configuration;
  }

  void raise(String message) {
    if (raised.compareAndSet(false, true)) {
      Log.error(message);
      if (configuration.get(Options.ON_FAILURE) == OnFailure.ABORT) {
        abort();
      }
    }
  }

  /** Ends the JVM at once: shutdown hooks may wait for the very thread that would run them here, as it loads a class. */
  public static void abort() {
    System.err.println("[cluster-agent] ends this JVM, as onFailure=abort says");
    Runtime.getRuntime().halt(ABORTED);
  }
}
