package io.clusteragent.cluster.connection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the credentials that one cluster's servers accepted from this JVM, by user.
 *
 * <p>Passwords are rotated and tokens expire, while a session knows only what its application sent on that connection. A new
 * node connection gets the newest credentials of the session's user, whichever session sent them. A user's rights are the same
 * with each of its credentials. Thread-safe.
 */
public final class AcceptedCredentials {
  /** Enough for the secrets that are valid at the same time. */
  private static final int PER_USER = 4;

  private static final int MAX_USERS = 1000;

  /** In the order of use. Lists are never changed, and the newest credentials come first. Guarded by this. */
  private final Map<String, List<Credentials>> byUser = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Adds the credentials of a session, if it has any.
   *
   * @return whether they are the newest of a user that had others before: connections made with those may end soon
   */
  public boolean add(ConnectionProfile session) {
    Credentials accepted = session.handshake().credentials();
    return accepted != null && add(accepted);
  }

  private synchronized boolean add(Credentials accepted) {
    List<Credentials> known = of(accepted);
    int same = known.indexOf(accepted);
    if (same >= 0 && !accepted.isNewerThan(known.get(same))) {
      return false;
    }
    List<Credentials> changed = new ArrayList<>(known);
    if (same >= 0) {
      changed.remove(same);
    }
    int place = 0;
    while (place < changed.size() && changed.get(place).isNewerThan(accepted)) {
      place++;
    }
    changed.add(place, accepted);
    if (changed.size() > PER_USER) {
      changed.remove(PER_USER);
    }
    byUser.put(accepted.user(), changed);
    if (byUser.size() > MAX_USERS) {
      byUser.remove(byUser.keySet().iterator().next());
    }
    return same < 0 && place == 0 && changed.size() > 1;
  }

  /** This profile with the newest credentials of its user. */
  ConnectionProfile renew(ConnectionProfile session) {
    Credentials own = session.handshake().credentials();
    List<Credentials> known = own == null ? Collections.<Credentials>emptyList() : of(own);
    return known.isEmpty() ? session : session.with(session.handshake().with(known.get(0)));
  }

  /** All known credentials of the same user, the newest first; the same list until others are added. */
  synchronized List<Credentials> of(Credentials one) {
    List<Credentials> known = byUser.get(one.user());
    return known == null ? Collections.<Credentials>emptyList() : known;
  }
}
