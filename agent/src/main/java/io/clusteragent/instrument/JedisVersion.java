package io.clusteragent.instrument;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.security.CodeSource;
import java.util.Enumeration;
import java.util.Properties;

/**
 * The version of the jar that a class of Jedis is from, as its {@code pom.properties} says: the manifest has an {@code
 * Implementation-Version} in no line. For people only; whatever differs between versions is told by members.
 */
final class JedisVersion {
  private static final String UNKNOWN = "of unknown version";
  private static final String POM = "META-INF/maven/redis.clients/jedis/pom.properties";

  private JedisVersion() {}

  /** As in {@code Jedis 7.4.0}; says so when it cannot be told. */
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
      // No reason to do without the line that wants to name it.
    }
    return "Jedis " + UNKNOWN;
  }

  private static String read(URL pom) throws IOException {
    URLConnection connection = pom.openConnection();
    connection.setUseCaches(
        false); // a cached jar stays open, and a web application cannot be replaced
    Properties properties = new Properties();
    try (InputStream in = connection.getInputStream()) {
      properties.load(in);
    }
    return properties.getProperty("version", UNKNOWN);
  }
}
