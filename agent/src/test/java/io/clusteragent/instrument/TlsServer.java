package io.clusteragent.instrument;

import io.clusteragent.TestPorts;
import io.clusteragent.cluster.address.NodeAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Serves TLS at 127.0.0.1 with a certificate of its own, and writes what a test says. */
final class TlsServer implements AutoCloseable {
  static final String PASSWORD = "changeit";

  private final KeyStore store = KeyStore.getInstance("PKCS12");
  private final ServerSocket listener = TestPorts.listen();
  private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();
  private final AtomicInteger attempts = new AtomicInteger();
  private Socket first;

  /**
   * @param names as keytool writes alternative names: {@code dns:localhost,ip:127.0.0.1}
   */
  TlsServer(Path folder, String names) throws Exception {
    Path file = folder.resolve("server.p12");
    Process keytool = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg",
            "EC",
            "-dname",
            "CN=server",
            "-ext",
            "san=" + names,
            "-storetype",
            "PKCS12",
            "-keystore",
            file.toString(),
            "-storepass",
            PASSWORD)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("keytool.out").toFile())
        .start();
    if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IOException(Files.readString(folder.resolve("keytool.out")));
    }
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    SSLContext context = serving();
    Thread thread = new Thread(() -> serve(context), "TLS server");
    thread.setDaemon(true);
    thread.start();
  }

  private SSLContext serving() throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private void serve(SSLContext context) {
    while (!listener.isClosed()) {
      try {
        Socket plain = listener.accept();
        attempts.incrementAndGet();
        SSLSocket secured =
            (SSLSocket) context.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
        secured.setUseClientMode(false);
        secured.startHandshake();
        accepted.add(secured);
      } catch (IOException e) {
        // The client refused the certificate, or the listener is closed.
      }
    }
  }

  NodeAddress address() {
    return address("");
  }

  NodeAddress address(String alias) {
    return new NodeAddress("127.0.0.1", listener.getLocalPort(), alias);
  }

  /** The number of connections, including those that ended in their handshake. */
  int attempts() {
    return attempts.get();
  }

  /** Writes to the first connection whose handshake succeeded. */
  void write(String text) throws Exception {
    if (first == null) {
      first = accepted.poll(10, TimeUnit.SECONDS);
    }
    Socket socket = first;
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  /** A store for clients that trust this server's certificate. */
  Path trustStore(Path folder) throws Exception {
    Path file = folder.resolve("trust.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      trusted().store(out, PASSWORD.toCharArray());
    }
    return file;
  }

  private KeyStore trusted() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", store.getCertificate("server"));
    return trusted;
  }

  /** A context for clients that trust this server's certificate. */
  SSLContext trusting() throws Exception {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    if (first != null) {
      first.close();
    }
    for (Socket socket : accepted) {
      socket.close();
    }
  }
}
