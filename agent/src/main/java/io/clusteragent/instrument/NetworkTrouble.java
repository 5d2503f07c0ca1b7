package io.clusteragent.instrument;

import java.io.IOException;
import javax.net.ssl.SSLException;

/**
 * Tells a server that cannot be reached from one that was reached and turned down: a certificate that is not trusted, or
 * names another host, must show.
 */
final class NetworkTrouble {

  private NetworkTrouble() {}

  /** Whether the network is at the root of a failure of Jedis. A server that goes away during the TLS handshake counts. */
  static boolean isBehind(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (isNetworks(t)) {
        return true;
      }
      for (Throwable each :
          t.getSuppressed()) { // since 4.3: one for each address of the host's name
        if (isNetworks(each) || isNetworks(each.getCause())) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isNetworks(Throwable t) {
    return t instanceof IOException && !(t instanceof SSLException);
  }
}
