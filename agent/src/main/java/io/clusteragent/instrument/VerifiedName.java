package io.clusteragent.instrument;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes the TLS socket of one dial, whose certificate is verified under a chosen name.
 *
 * <p>It stands in place of the application's socket factory and host name verifier, and calls them with that name.
 */
final class VerifiedName extends SSLSocketFactory implements HostnameVerifier {
  private final String dialled;
  private final String name;
  private SSLSocketFactory factory;
  private HostnameVerifier verifier;
  private Socket raw;
  private SSLSocket secured;

  VerifiedName(String dialled, String name) {
    this.dialled = dialled;
    this.name = name;
  }

  VerifiedName over(SSLSocketFactory ofTheApplication) {
    factory = ofTheApplication == null
        ? (SSLSocketFactory) SSLSocketFactory.getDefault()
        : ofTheApplication;
    return this;
  }

  VerifiedName over(HostnameVerifier ofTheApplication) {
    verifier = ofTheApplication;
    return this;
  }

  /** A host mapper of the application may have replaced the dialled host; then the application chose the name. */
  private String nameFor(String host) {
    return dialled.equals(host) ? name : host;
  }

  @Override
  public boolean verify(String host, SSLSession session) {
    return verifier.verify(nameFor(host), session);
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    raw = verifier == null ? socket : new HeardSocket(socket);
    secured = (SSLSocket) factory.createSocket(raw, nameFor(host), port, autoClose);
    return secured;
  }

  /**
   * Has the certificate verified now: Jedis leaves that to the first use of the socket.
   *
   * @param millis how long to wait for the node, at most; 0 waits as long as for a reply
   */
  void handshake(int millis) throws IOException {
    int standard = secured.getSoTimeout();
    if (millis > 0 && (standard == 0 || standard > millis)) {
      secured.setSoTimeout(millis);
    }
    secured.startHandshake();
    secured.setSoTimeout(standard);
  }

  /**
   * Closes the socket of a dial that failed: 2.9 to 3.10 leave it open when the verifier refuses the host.
   *
   * @throws IOException when the verifier had no certificate to refuse, as the node never answered
   */
  void fail() throws IOException {
    if (raw != null) {
      raw.close();
    }
    if (raw instanceof HeardSocket && ((HeardSocket) raw).silence() != null) {
      throw ((HeardSocket) raw).silence();
    }
  }

  /** The socket that Jedis returned for this dial, with all that has arrived in {@code available()}. */
  Socket complete(Socket returned) throws IOException {
    return new TlsSocket(returned, secured, raw);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return factory.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return factory.getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket() throws IOException {
    return factory.createSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return factory.createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return factory.createSocket(host, port, local, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return factory.createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return factory.createSocket(host, port, local, localPort);
  }
}
