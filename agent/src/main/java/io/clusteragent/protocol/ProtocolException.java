package io.clusteragent.protocol;

import java.io.IOException;

/** Reports bytes that are not RESP. What their sender writes next cannot be understood either: close the connection. */
public final class ProtocolException extends IOException {
  private static final long serialVersionUID = 1L;

  public ProtocolException(String message) {
    super(message);
  }
}
