package io.clusteragent.cli;

import java.io.IOException;

/** Signals that a node answers, but refuses what the tool needs. */
final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }
}
