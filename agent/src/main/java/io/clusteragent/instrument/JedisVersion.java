package io.clusteragent.instrument;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.security.CodeSource;
import java.util.Enumeration;
import java.util.Properties;

/**
 * Reads the version of Jedis from the jar that a class comes from.
 *
 * <p>It stands in {@code pom.properties}; in no line does the manifest have an {@code Implementation-Version}. The version is for
 * log lines and client names only. The agent recognizes Jedis lines by their members.
 */
final class JedisVersion {
  private static final String UNKNOWN = "of unknown version";
  private static final String POM = "META-INF/maven/redis.clients/jedis/pom.properties";

  private JedisVersion() {}

  /** For example {@code Jedis 7.4.0}, or {@code Jedis of unknown version}. */
  static String of(Class<?> type) {
    try {
      CodeSource source = type.getProtectionDomain().getCodeSource();
      ClassLoader loader = type.getClassLoader();
      if (source != null && source.getLocation() != null && loader != null) {
        String jar = source.getLocation().toString();
        Enumeration<URL> poms = loader.getResources(POM);
        while (poms.hasMoreElements()) {
          URL pom = poms.nextElement();
          if (pom.toString().contains(jar)) { // there may be other copies of Jedis
            return "Jedis " + read(pom);
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      // The caller's text is still useful without the version.
    }
    return "Jedis " + UNKNOWN;
  }

  private static String read(URL pom) throws IOException {
    URLConnection connection = pom.openConnection();
    connection.setUseCaches(
        false); // a cached jar stays open, and then a web application cannot be replaced
    Properties properties = new Properties();
    try (InputStream in = connection.getInputStream()) {
      properties.load(in);
    }
    return properties.getProperty("version", UNKNOWN);
  }
}
