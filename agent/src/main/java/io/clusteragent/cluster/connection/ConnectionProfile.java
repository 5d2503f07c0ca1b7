package io.clusteragent.cluster.connection;

/** Identifies connections to a node that are interchangeable: same dialer, same handshake, same user. */
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

  /** Whether the handshake sends a secret to the server. */
  public boolean carriesCredentials() {
    return handshake.credentials() != null;
  }

  /** Names the right to CLUSTER MYID, which a node gives to the user of this profile or not. */
  public String idRight() {
    return handshake.idRight();
  }

  /** Whether both profiles have the same user, so that a server grants them the same rights. */
  public boolean hasUserOf(ConnectionProfile other) {
    return handshake.hasUserOf(other.handshake);
  }

  /** This profile with another handshake, after the application sent a further command of it. */
  public ConnectionProfile with(Handshake newHandshake) {
    return newHandshake.isSameAs(handshake) ? this : new ConnectionProfile(dialer, newHandshake);
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
