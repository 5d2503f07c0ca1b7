package io.clusteragent.cli;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.config.Configuration;
import io.clusteragent.protocol.ErrorReply;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Connects to the nodes of a cluster with a call's user, password and TLS settings, within the call's time.
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
  private final String user;
  private final String password;
  private final SSLSocketFactory tls;
  private final boolean checksHosts;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean isOver;

  private NodeConnector(
      int timeoutMillis, String user, String password, SSLSocketFactory tls, boolean checksHosts) {
    this.timeoutMillis = timeoutMillis;
    this.user = user;
    this.password = password;
    this.tls = tls;
    this.checksHosts = checksHosts;
  }

  static NodeConnector of(Invocation call) throws ToolException {
    int callMillis = call.number(Flag.TIMEOUT, CALL_MILLIS);
    NodeConnector connector = new NodeConnector(
        call.number(Flag.TIMEOUT, WAIT_MILLIS),
        call.value(Flag.USER),
        password(call),
        TlsSetting.of(call),
        !call.has(Flag.INSECURE));
    Thread end = new Thread(() -> connector.endAfter(callMillis), "cluster-agent timeout");
    end.setDaemon(true);
    end.start();
    return connector;
  }

  private void endAfter(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    isOver = true;
    open.forEach(NodeConnector::close);
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

  /**
   * Connects to a node and authenticates.
   *
   * @throws RefusedException when the node refuses the password
   */
  Link connect(NodeAddress address) throws IOException {
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
      Socket secured = tls == null ? socket : handshake(socket, address);
      link = new Link(secured, address);
      logIn(link);
      return link;
    } catch (IOException | RuntimeException e) {
      close(socket);
      throw e;
    }
  }

  private Socket handshake(Socket socket, NodeAddress address) throws IOException {
    SSLSocket secured = (SSLSocket) tls.createSocket(socket, address.host(), address.port(), true);
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
    IOException shown = isOver ? new SocketTimeoutException() : failure;
    return ErrorTexts.of(shown, timeoutMillis, tls != null);
  }
}
