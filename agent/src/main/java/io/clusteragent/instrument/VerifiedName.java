package io.clusteragent.instrument;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes the TLS socket of one dial, and has the certificate verified under a name other than the dialled host.
 *
 * <p>It stands in place of the application's socket factory and host name verifier, and calls them with that name.
 */
final class VerifiedName extends SSLSocketFactory implements HostnameVerifier {
  private final String dialled;
  private final String name;
  private SSLSocketFactory factory;
  private HostnameVerifier verifier;
  private Socket raw;
  private Socket secured;

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
    raw = socket;
    secured = factory.createSocket(socket, nameFor(host), port, autoClose);
    return secured;
  }

  /** The socket that Jedis returned for this dial, with all that has arrived in {@code available()}. */
  Socket complete(Socket returned) throws IOException {
    return secured == null ? returned : new TlsSocket(returned, secured, raw);
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
