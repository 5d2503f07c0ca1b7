package io.clusteragent.tests.faults;

/** Reads system properties. An absent or empty property means its default. */
final class Settings {
  private Settings() {}

  static String text(String property, String otherwise) {
    String value = System.getProperty(property, "").strip();
    return value.isEmpty() ? otherwise : value;
  }
}
