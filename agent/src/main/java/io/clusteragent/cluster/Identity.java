package io.clusteragent.cluster;

/** What makes two connections to a node interchangeable: how they were dialled and what was said on them first. */
public final class Identity {
  private final Dialer dialer;
  private final Handshake handshake;

  public Identity(Dialer dialer, Handshake handshake) {
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
  boolean hasCredentialsOf(Identity other) {
    return handshake.hasCredentialsOf(other.handshake);
  }

  /** The identity after the application said something more. */
  public Identity with(Handshake newHandshake) {
    return newHandshake.equals(handshake) ? this : new Identity(dialer, newHandshake);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Identity
            && handshake.equals(((Identity) other).handshake)
            && dialer.equals(((Identity) other).dialer);
  }

  @Override
  public int hashCode() {
    return 31 * dialer.hashCode() + handshake.hashCode();
  }
}
