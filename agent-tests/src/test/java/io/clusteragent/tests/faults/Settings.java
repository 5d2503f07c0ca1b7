package io.clusteragent.tests.faults;

/** System properties, of which an absent or empty one means its default. */
final class Settings {
  private Settings() {}

  static String text(String property, String otherwise) {
    String value = System.getProperty(property, "").strip();
    return value.isEmpty() ? otherwise : value;
  }
}
