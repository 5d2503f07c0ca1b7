package io.clusteragent.cli;

import io.clusteragent.cluster.address.CertificateNames;
import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.config.Configuration;
import io.clusteragent.protocol.ErrorReply;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Connects to nodes with a call's user, password and TLS settings, within its time.
 *
 * <p>When that time is over, a thread closes all connections: a timeout of a socket begins anew with each byte that arrives.
 */
final class NodeConnector {
  /** The environment variable from which redis-cli reads the password, too. */
  static final String PASSWORD = "REDISCLI_AUTH";

  static final String KEY_STORE_PASSWORD = Configuration.KEY_STORE_PASSWORD;

  /** How long to wait for a connection or a reply, unless the call says how long it may take in all. */
  private static final int WAIT_MILLIS = 2000;

  private static final int CALL_MILLIS = 10_000;

  private final int timeoutMillis;
  private final int callMillis;
  private final long startNanos = System.nanoTime();
  private final String user;
  private final String password;
  private final SSLSocketFactory tls;
  private final boolean checksHosts;
  private final String written;
  private final CertificateNames names = new CertificateNames();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean isOver;

  private NodeConnector(Invocation call) throws ToolException {
    timeoutMillis = call.number(Flag.TIMEOUT, WAIT_MILLIS);
    callMillis = call.number(Flag.TIMEOUT, CALL_MILLIS);
    user = call.value(Flag.USER);
    password = password(call);
    tls = TlsSetting.of(call);
    checksHosts = tls != null && !call.has(Flag.INSECURE);
    written = call.entry().host();
  }

  static NodeConnector of(Invocation call) throws ToolException {
    NodeConnector connector = new NodeConnector(call);
    Thread end = new Thread(connector::endInTime, "cluster-agent timeout");
    end.setDaemon(true);
    end.start();
    return connector;
  }

  private void endInTime() {
    try {
      TimeUnit.NANOSECONDS.sleep(restNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    isOver = true;
    open.forEach(NodeConnector::close);
  }

  /** What is left of the call's time; at most 0 when it is over. */
  long restNanos() {
    return TimeUnit.MILLISECONDS.toNanos(callMillis) - (System.nanoTime() - startNanos);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // The connection is not used any more.
    }
  }

  private static String password(Invocation call) throws ToolException {
    String variable = call.environment().variable(PASSWORD);
    boolean isNeeded = call.has(Flag.ASK_PASSWORD) || call.has(Flag.USER) && variable == null;
    if (!isNeeded) {
      return variable;
    }
    char[] typed = call.environment().prompt("Password: ");
    if (typed == null) {
      throw ToolException.usage("there is no terminal to ask for the password; set " + PASSWORD);
    }
    return new String(typed);
  }

  boolean usesTls() {
    return tls != null;
  }

  /** Whether a certificate must be valid for the node's host. */
  boolean checksHosts() {
    return checksHosts;
  }

  /**
   * Connects to a node and authenticates. With TLS, the certificate is verified for the hosts that the agent verifies, too.
   *
   * @throws RefusedException when the node refuses the password
   */
  Link connect(NodeAddress address) throws IOException {
    if (!checksHosts) {
      return connect(address, address.host());
    }
    Collection<String> hosts = names.of(address, written);
    for (String host : hosts) {
      try {
        Link link = connect(address, host);
        names.accepted(address, written, host);
        return link;
      } catch (SSLException e) {
        // The JDK uses subclasses for all that is wrong with a certificate other than its names.
        if (e.getCause() == null || e.getCause().getClass() != CertificateException.class) {
          throw e;
        }
      }
    }
    throw new RefusedException(NodeReport.WRONG_NAME + String.join(" or ", hosts));
  }

  private Link connect(NodeAddress address, String host) throws IOException {
    Socket socket = new Socket();
    open.add(socket);
    Link link = null;
    try {
      if (isOver) {
        throw new SocketTimeoutException("the call's time is over");
      }
      socket.connect(new InetSocketAddress(address.host(), address.port()), timeoutMillis);
      socket.setSoTimeout(timeoutMillis);
      socket.setTcpNoDelay(true);
      Socket secured = tls == null ? socket : handshake(socket, host, address.port());
      link = new Link(secured, address, host);
      if (host.equals(written)) {
        names.ledTo(socket.getInetAddress().getHostAddress(), written);
      }
      logIn(link);
      return link;
    } catch (IOException | RuntimeException e) {
      close(socket);
      throw e;
    }
  }

  private Socket handshake(Socket socket, String host, int port) throws IOException {
    SSLSocket secured = (SSLSocket) tls.createSocket(socket, host, port, true);
    if (checksHosts) {
      SSLParameters parameters = secured.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secured.setSSLParameters(parameters);
    }
    secured.startHandshake();
    return secured;
  }

  private void logIn(Link link) throws IOException {
    if (password == null) {
      return;
    }
    Object reply = user == null ? link.ask("AUTH", password) : link.ask("AUTH", user, password);
    // As in redis-cli: a password from the environment is no error when the server needs none.
    boolean hasNone =
        user == null && reply instanceof ErrorReply && reply.toString().startsWith("ERR ");
    if (reply instanceof ErrorReply && !hasNone) {
      throw new RefusedException("refuses the password (" + ((ErrorReply) reply).code() + ")");
    }
  }

  /** The reason of a failure, for the tool's output. */
  String reason(IOException failure) {
    if (failure instanceof RefusedException) {
      return failure.getMessage();
    }
    // When the time is over, a connection that was closed for that reason shows another failure.
    return isOver
        ? ErrorTexts.of(new SocketTimeoutException(), callMillis, tls != null)
        : ErrorTexts.of(failure, timeoutMillis, tls != null);
  }
}
