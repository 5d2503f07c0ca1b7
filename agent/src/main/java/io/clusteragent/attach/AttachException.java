package io.clusteragent.attach;

/** Another JVM cannot be attached to. The message says why, and what helps. */
public final class AttachException extends Exception {
  private static final long serialVersionUID = 1L;

  AttachException(String message) {
    super(message);
  }
}
