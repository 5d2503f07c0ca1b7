package io.clusteragent.cli;

import java.io.IOException;

/** A node answers, and does not let the tool do its work. */
final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }
}
