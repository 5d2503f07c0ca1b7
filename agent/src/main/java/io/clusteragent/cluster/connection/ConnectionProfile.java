package io.clusteragent.cluster.connection;

/** What makes two connections to a node interchangeable: how they were dialled and what was said on them first. */
public final class ConnectionProfile {
  private final Dialer dialer;
  private final Handshake handshake;

  public ConnectionProfile(Dialer dialer, Handshake handshake) {
    this.dialer = dialer;
    this.handshake = handshake;
  }

  public Dialer dialer() {
    return dialer;
  }

  public Handshake handshake() {
    return handshake;
  }

  /** Whether a server is told a secret by the handshake. */
  public boolean carriesCredentials() {
    return handshake.carriesCredentials();
  }

  /** Whether a server grants both the same rights. */
  public boolean hasCredentialsOf(ConnectionProfile other) {
    return handshake.hasCredentialsOf(other.handshake);
  }

  /** The identity after the application said something more. */
  public ConnectionProfile with(Handshake newHandshake) {
    return newHandshake.equals(handshake) ? this : new ConnectionProfile(dialer, newHandshake);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof ConnectionProfile
            && handshake.equals(((ConnectionProfile) other).handshake)
            && dialer.equals(((ConnectionProfile) other).dialer);
  }

  @Override
  public int hashCode() {
    return 31 * dialer.hashCode() + handshake.hashCode();
  }
}
