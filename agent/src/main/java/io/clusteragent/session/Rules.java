package io.clusteragent.session;

import io.clusteragent.config.Configuration;
import io.clusteragent.config.Options;
import io.clusteragent.config.Options.ReadFrom;
import io.clusteragent.config.Options.RetryUnknown;

/** What the configuration says of sessions, read once. Immutable. */
final class Rules {
  private static final int DEADLINE_FACTOR = 5;
  private static final int DEADLINE_WITHOUT_TIMEOUT_MILLIS = 10_000;

  final ReadFrom readFrom;
  final RetryUnknown retryUnknown;
  private final int deadlineMillis;

  Rules(Configuration configuration) {
    this.readFrom = configuration.get(Options.READ_FROM);
    this.retryUnknown = configuration.get(Options.RETRY_UNKNOWN);
    this.deadlineMillis = configuration.get(Options.DEADLINE);
  }

  /** How long a command may be redirected, waited with and sent again under a socket timeout (0: none). */
  long deadlineMillis(int timeout) {
    if (deadlineMillis > 0) {
      return deadlineMillis;
    }
    return timeout == 0 ? DEADLINE_WITHOUT_TIMEOUT_MILLIS : (long) timeout * DEADLINE_FACTOR;
  }
}
