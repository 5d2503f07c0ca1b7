package io.clusteragent.protocol;

import java.io.IOException;

/** The bytes are not RESP. Whoever sent them cannot be understood any further: the connection must be closed. */
public final class ProtocolException extends IOException {
  private static final long serialVersionUID = 1L;

  public ProtocolException(String message) {
    super(message);
  }
}
