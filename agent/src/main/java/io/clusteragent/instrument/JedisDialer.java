package io.clusteragent.instrument;

import io.clusteragent.cluster.address.CertificateNames;
import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.Dialer;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.Socket;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;

/**
 * Dials nodes with Jedis's own code and the settings of one application connection.
 *
 * <p>The settings are TCP options, timeouts, TLS and host mapping. A dialer keeps the settings, not the connection.
 */
final class JedisDialer implements Dialer {
  private final SocketFactoryTemplate template;
  private final Object[] settings;
  private final CertificateNames names;

  /** The host that the application wrote; {@code null} without TLS, where it makes no difference. */
  private final String written;

  private JedisDialer(
      SocketFactoryTemplate template, Object[] settings, CertificateNames names, String written) {
    this.template = template;
    this.settings = settings;
    this.names = names;
    this.written = written;
  }

  static JedisDialer of(SocketFactoryTemplate template, Object original, CertificateNames names)
      throws ReflectiveOperationException {
    Object[] settings = template.settingsOf(original);
    String written = template.usesTls(settings) ? template.verifiedHost(original) : null;
    return new JedisDialer(template, settings, names, written);
  }

  @Override
  public Dialer writtenAs(String host) {
    return written == null || written.equals(host) || NodeAddress.isIp(host)
        ? this
        : new JedisDialer(template, settings, names, host);
  }

  /** Records where the host that the application wrote led to. */
  void ledTo(Socket socket) {
    if (written != null && socket.getInetAddress() != null) {
      names.ledTo(socket.getInetAddress().getHostAddress(), written);
    }
  }

  @Override
  public Socket dial(NodeAddress address) throws IOException {
    if (written == null) {
      return open(address, null, false);
    }
    Collection<String> hosts = names.of(address, written);
    IOException refused = null;
    for (String host : hosts) {
      try {
        Socket socket = open(address, host, hosts.size() > 1);
        names.accepted(address, written, host);
        if (written.equals(address.host())) {
          ledTo(socket);
        }
        return socket;
      } catch (IOException e) {
        if (hosts.size() == 1 || !NetworkFailure.refusesCertificate(e)) {
          throw e;
        }
        refused = refused == null ? e : refused;
      }
    }
    throw new IOException(
        "the certificate of node " + address + " is not accepted for any of the hosts " + hosts
            + ": " + refused.getMessage(),
        refused);
  }

  /**
   * @param host the host for which the certificate must be valid; {@code null} without TLS
   * @param atOnce whether to verify it now
   */
  private Socket open(NodeAddress address, String host, boolean atOnce) throws IOException {
    Dialing.begin();
    try {
      return host == null
          ? template.open(settings, address)
          : template.open(settings, address, host, atOnce);
    } catch (InvocationTargetException e) {
      throw ioException(e.getCause(), address);
    } catch (ReflectiveOperationException e) {
      throw ioException(e, address);
    } finally {
      Dialing.end();
    }
  }

  @Override
  public String client() {
    return JedisVersion.of(template.type());
  }

  @Override
  public boolean parsesCursorsAsInt() {
    return ScanResultMembers.cursorIsInt(template.type());
  }

  /** The JDK's exception, which shows the kind of failure; Jedis wraps it in exceptions of its own. */
  private static IOException ioException(Throwable failure, NodeAddress address) {
    if (failure instanceof Error) {
      throw (Error) failure;
    }
    IOException cause = firstIoException(failure);
    return cause != null
        ? cause
        : new IOException("cannot connect to cluster node " + address, failure);
  }

  private static IOException firstIoException(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof IOException) {
        return (IOException) t;
      }
      for (Throwable suppressed :
          t.getSuppressed()) { // since 4.3: one failure for each address of the host's name
        if (suppressed instanceof IOException) {
          return (IOException) suppressed;
        }
      }
    }
    return null;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JedisDialer
        && template == ((JedisDialer) other).template
        && Objects.equals(written, ((JedisDialer) other).written)
        && Arrays.equals(settings, ((JedisDialer) other).settings);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(settings);
  }
}
