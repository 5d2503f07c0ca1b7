package io.clusteragent.cli;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.protocol.Resp;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.SSLSocket;

/** Sends commands over one connection to a node. Not thread-safe. */
final class Link implements Closeable {
  private final Socket socket;
  private final NodeAddress address;
  private final String verifiedHost;
  private final OutputStream out;
  private final InputStream in;
  private final ReplyParser replies;

  /**
   * @param verifiedHost the host for which the certificate is valid, if there is one
   */
  Link(Socket socket, NodeAddress address, String verifiedHost) throws IOException {
    this.socket = socket;
    this.address = address;
    this.verifiedHost = verifiedHost;
    out = socket.getOutputStream();
    in = new BufferedInputStream(socket.getInputStream());
    replies = new ReplyParser(in);
  }

  NodeAddress address() {
    return address;
  }

  String verifiedHost() {
    return verifiedHost;
  }

  /** Sends a command and reads its reply, see {@link ReplyParser}. */
  Object ask(String... command) throws IOException {
    return ask(Resp.command(command));
  }

  /** Sends a command, given in its wire format, and reads its reply. */
  Object ask(byte[] command) throws IOException {
    out.write(command);
    out.flush();
    refuseHttp();
    return replies.parse();
  }

  /** No RESP type has the first byte of {@code HTTP/1.1 400 Bad Request}. */
  private void refuseHttp() throws IOException {
    in.mark(1);
    if (in.read() == 'H') {
      throw new ProtocolException("the server speaks HTTP and not Redis");
    }
    in.reset();
  }

  /** When the server's certificate expires; {@code null} without TLS. */
  Instant certificateEnd() throws IOException {
    if (!(socket instanceof SSLSocket)) {
      return null;
    }
    Certificate certificate = ((SSLSocket) socket).getSession().getPeerCertificates()[0];
    return certificate instanceof X509Certificate
        ? ((X509Certificate) certificate).getNotAfter().toInstant()
        : null;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // The connection is not used any more.
    }
  }
}
