package io.clusteragent.demo.cluster;

/** An error reply, such as {@code MOVED 42 127.0.0.1:7000}; the message is the reply's own text. */
public final class ServerError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ServerError(String reply) {
    super(reply, null, false, false);
  }
}
