package io.clusteragent.instrument;

import java.io.IOException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

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

  /**
   * Whether a certificate was refused in a TLS handshake, by the JVM or by a host name verifier of the application. Jedis reports
   * the latter without a cause. A node that never answers was told apart before, see {@link HeardSocket}.
   */
  static boolean refusesCertificate(IOException failure) {
    Throwable last = failure;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof CertificateException || t instanceof SSLPeerUnverifiedException) {
        return true;
      }
      last = t;
    }
    return !(last instanceof IOException);
  }

  private static boolean isNetworkException(Throwable t) {
    return t instanceof IOException && !(t instanceof SSLException);
  }
}
