package io.clusteragent.instrument;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Opens sockets as the connections of 2.9 to 3.2 do, which leave them open when a verifier refuses the host. */
public final class LegacyConnection {
  static final List<Socket> OPENED = new CopyOnWriteArrayList<>();

  String host = "service.example";
  int port;
  int connectionTimeout = 2000;
  int soTimeout = 2000;
  boolean ssl = true;
  SSLSocketFactory sslSocketFactory;
  SSLParameters sslParameters;
  HostnameVerifier hostnameVerifier;
  Socket socket;

  /** As Jedis. */
  public void connect() throws IOException {
    Socket raw = new Socket(host, port);
    OPENED.add(raw);
    raw.setSoTimeout(soTimeout);
    socket = sslSocketFactory.createSocket(raw, host, port, true);
    if (!hostnameVerifier.verify(host, ((SSLSocket) socket).getSession())) {
      throw new IllegalStateException("failed ssl/tls hostname verification");
    }
  }
}
