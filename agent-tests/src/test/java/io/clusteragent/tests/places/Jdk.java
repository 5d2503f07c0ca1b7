package io.clusteragent.tests.places;

import static org.junit.jupiter.api.Assumptions.abort;

import io.clusteragent.tests.OrderedJvm;

/** The JDKs of tests that are about one. */
final class Jdk {
  private Jdk() {}

  /**
   * The java command that {@code -Dtest.java.VERSION} names, or the one of all tests when it is of that version. Without
   * either the test does not run, and its report says what is missing.
   */
  static String command(int version) {
    String property = "test.java." + version;
    String named = System.getProperty(property, "");
    if (!named.isEmpty()) {
      return named;
    }
    boolean isOwn =
        System.getProperty("test.java", "").isEmpty() && Runtime.version().feature() == version;
    return isOwn
        ? OrderedJvm.javaCommand()
        : abort("no JDK " + version + ": name its java command with -D" + property);
  }
}
