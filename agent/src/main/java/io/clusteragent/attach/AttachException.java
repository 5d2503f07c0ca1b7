package io.clusteragent.attach;

/** Says why the agent cannot attach to another JVM, and what helps. */
public final class AttachException extends Exception {
  private static final long serialVersionUID = 1L;

  AttachException(String message) {
    super(message);
  }
}
