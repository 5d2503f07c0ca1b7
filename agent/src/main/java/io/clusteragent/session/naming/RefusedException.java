package io.clusteragent.session.naming;

/** Thrown for a command that cannot be mapped; its message is the reason that the application gets. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;

  RefusedException(String reason) {
    super(reason);
  }
}
