package io.clusteragent.instrument;

import java.io.IOException;
import javax.net.ssl.SSLException;

/**
 * Distinguishes servers that cannot be reached from servers that were reached and rejected.
 *
 * <p>The application must see a rejection: a certificate that is not trusted, or that names another host.
 */
final class NetworkFailure {

  private NetworkFailure() {}

  /** Whether a failure of the network causes this failure of Jedis. A server that closes during the TLS handshake counts. */
  static boolean causes(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (isNetworkException(t)) {
        return true;
      }
      for (Throwable each :
          t.getSuppressed()) { // since 4.3: one for each address of the host's name
        if (isNetworkException(each) || isNetworkException(each.getCause())) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isNetworkException(Throwable t) {
    return t instanceof IOException && !(t instanceof SSLException);
  }
}
