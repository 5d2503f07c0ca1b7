package io.clusteragent.tests.places;

import static org.junit.jupiter.api.Assumptions.abort;

import io.clusteragent.tests.ControlledJvm;

/** Finds the JDKs for tests that need a certain one. */
final class Jdk {
  private Jdk() {}

  /**
   * The java command that {@code -Dtest.java.VERSION} names, or the one of all tests when it has that version. Without either the
   * test is skipped, and its report names the missing property.
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
        ? ControlledJvm.javaCommand()
        : abort("no JDK " + version + ": name its java command with -D" + property);
  }
}
