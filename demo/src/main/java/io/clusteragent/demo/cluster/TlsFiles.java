package io.clusteragent.demo.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Creates a self-signed certificate for 127.0.0.1 and localhost, as PEM for the servers and as a trust store for the clients, with
 * the JDK's keytool in a temporary directory.
 */
public final class TlsFiles {
  /** The password of {@link #trustStore()}, which protects only a test certificate. */
  public static final String TRUST_STORE_PASSWORD = "changeit";

  private static final int KEYTOOL_SECONDS = 60;

  private final Path certificate;
  private final Path key;
  private final Path keyStore;
  private final Path trustStore;
  private final SSLContext context;

  private TlsFiles(Path certificate, Path key, Path keyStore, Path trustStore, SSLContext context) {
    this.certificate = certificate;
    this.key = key;
    this.keyStore = keyStore;
    this.trustStore = trustStore;
    this.context = context;
  }

  /** Creates a new key and certificate; the files are deleted when the JVM ends. */
  public static TlsFiles create() {
    return create("ip:127.0.0.1,dns:localhost");
  }

  /**
   * As {@link #create()}, for other names.
   *
   * @param names as keytool writes alternative names: {@code dns:localhost}
   */
  public static TlsFiles create(String names) {
    try {
      Path dir = TempDirs.create("redis-tls-");
      Path keyStore = dir.resolve("server.p12");
      runKeytool(keyStore, names);
      char[] password = TRUST_STORE_PASSWORD.toCharArray();
      KeyStore made = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(keyStore)) {
        made.load(in, password);
      }
      Certificate cert = made.getCertificate("server");
      Path certificate = dir.resolve("server.crt");
      Files.writeString(certificate, pem("CERTIFICATE", cert.getEncoded()));
      Path key = dir.resolve("server.key");
      Files.writeString(key, pem("PRIVATE KEY", made.getKey("server", password).getEncoded()));

      // JKS: early Java 8 cannot read the ciphers that a newer JDK uses for PKCS12.
      KeyStore trust = KeyStore.getInstance("JKS");
      trust.load(null, null);
      trust.setCertificateEntry("server", cert);
      Path trustStore = dir.resolve("trust.jks");
      try (OutputStream out = Files.newOutputStream(trustStore)) {
        trust.store(out, password);
      }
      return new TlsFiles(certificate, key, keyStore, trustStore, trusting(trust));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot make a test certificate", e);
    }
  }

  private static void runKeytool(Path keyStore, String names) throws IOException {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg",
            "RSA",
            "-keysize",
            "2048",
            "-validity",
            "2",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=" + names,
            "-ext",
            "bc:c",
            "-storetype",
            "PKCS12",
            "-keystore",
            keyStore.toString(),
            "-storepass",
            TRUST_STORE_PASSWORD)
        .redirectErrorStream(true)
        .redirectOutput(keyStore.resolveSibling("keytool.out").toFile())
        .start();
    try {
      if (!process.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(
            "keytool: " + Files.readString(keyStore.resolveSibling("keytool.out")));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while keytool ran", e);
    }
  }

  private static String pem(String type, byte[] der) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
  }

  private static SSLContext trusting(KeyStore trust) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trust);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), new SecureRandom());
    return context;
  }

  /** Certificate, PEM; also its own authority. */
  public Path certificate() {
    return certificate;
  }

  /** Private key, PEM (PKCS #8, not encrypted). */
  public Path key() {
    return key;
  }

  /** PKCS12 store of a client that has the key and the certificate, in the name of {@code localhost}; same password. */
  public Path keyStore() {
    return keyStore;
  }

  /** JKS store that trusts the certificate; see {@link #TRUST_STORE_PASSWORD}. */
  public Path trustStore() {
    return trustStore;
  }

  /** A client context that trusts the certificate and nothing else. */
  public SSLContext context() {
    return context;
  }
}
