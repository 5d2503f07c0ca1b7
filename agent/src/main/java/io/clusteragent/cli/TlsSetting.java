package io.clusteragent.cli;

import io.clusteragent.config.Configuration;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Creates the TLS socket factory that a call's options describe. */
final class TlsSetting {

  private TlsSetting() {}

  /**
   * Reads the authorities and the client certificate.
   *
   * @return {@code null} when the options do not ask for TLS
   */
  static SSLSocketFactory of(Invocation call) throws ToolException {
    String authorities = call.value(Flag.CA_FILE);
    String keyStore = call.value(Flag.KEY_STORE);
    boolean insecure = call.has(Flag.INSECURE);
    if (insecure && authorities != null) {
      throw ToolException.usage(
          Flag.INSECURE.name() + " and " + Flag.CA_FILE.name() + " contradict each other");
    }
    if (!call.has(Flag.TLS) && authorities == null && keyStore == null && !insecure) {
      return null;
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManager[] trusted = insecure
          ? new TrustManager[] {new TrustAll()}
          : authorities == null ? null : trusting(authorities);
      context.init(keyStore == null ? null : keys(keyStore, call), trusted, null);
      return context.getSocketFactory();
    } catch (IOException | GeneralSecurityException e) {
      throw ToolException.usage("TLS cannot be set up: " + e.getMessage());
    }
  }

  private static TrustManager[] trusting(String file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = new FileInputStream(file)) {
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority " + store.size(), each);
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager[] keys(String file, Invocation call)
      throws IOException, GeneralSecurityException, ToolException {
    String variable = call.environment().variable(Configuration.KEY_STORE_PASSWORD);
    char[] password = variable == null
        ? call.environment().prompt("Password of " + new File(file).getName() + ": ")
        : variable.toCharArray();
    if (password == null) {
      throw ToolException.usage("there is no terminal to ask for the key store's password; set "
          + Configuration.KEY_STORE_PASSWORD);
    }
    boolean isJks = file.endsWith(".jks");
    KeyStore store = KeyStore.getInstance(isJks ? "JKS" : "PKCS12");
    try (InputStream in = new FileInputStream(file)) {
      store.load(in, password);
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    return factory.getKeyManagers();
  }

  /** Trusts every certificate, for the option {@code --insecure}. */
  private static final class TrustAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
