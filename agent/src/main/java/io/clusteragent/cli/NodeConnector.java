package io.clusteragent.cli;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.config.Configuration;
import io.clusteragent.protocol.ErrorReply;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Connects to the nodes of a cluster with a call's timeout, user, password and TLS settings. Immutable. */
final class NodeConnector {
  /** The environment variable from which redis-cli reads the password, too. */
  static final String PASSWORD = "REDISCLI_AUTH";

  static final String KEY_STORE_PASSWORD = Configuration.KEY_STORE_PASSWORD;

  private static final int TIMEOUT_MILLIS = 2000;

  private final int timeoutMillis;
  private final String user;
  private final String password;
  private final SSLSocketFactory tls;
  private final boolean checksHosts;

  private NodeConnector(
      int timeoutMillis, String user, String password, SSLSocketFactory tls, boolean checksHosts) {
    this.timeoutMillis = timeoutMillis;
    this.user = user;
    this.password = password;
    this.tls = tls;
    this.checksHosts = checksHosts;
  }

  static NodeConnector of(Invocation call) throws ToolException {
    return new NodeConnector(
        call.number(Flag.TIMEOUT, TIMEOUT_MILLIS),
        call.value(Flag.USER),
        password(call),
        TlsSetting.of(call),
        !call.has(Flag.INSECURE));
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
    Link link = null;
    try {
      socket.connect(new InetSocketAddress(address.host(), address.port()), timeoutMillis);
      socket.setSoTimeout(timeoutMillis);
      socket.setTcpNoDelay(true);
      Socket secured = tls == null ? socket : handshake(socket, address);
      link = new Link(secured, address);
      logIn(link);
      return link;
    } catch (IOException | RuntimeException e) {
      socket.close();
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
    return ErrorTexts.of(failure, timeoutMillis, tls != null);
  }
}
