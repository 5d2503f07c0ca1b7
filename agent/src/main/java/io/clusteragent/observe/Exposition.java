package io.clusteragent.observe;

/**
 * Writes metrics in the text format of Prometheus.
 *
 * <p>Source: <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">the text format, version 0.0.4</a>.
 */
final class Exposition {
  private final StringBuilder text = new StringBuilder();

  /** Begins the samples of one name. The names of a summary's samples also end in {@code _sum} and {@code _count}. */
  void family(String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  /**
   * @param labels names and values, alternating
   */
  void sample(String name, Number value, Object... labels) {
    text.append(name);
    for (int i = 0; i < labels.length; i += 2) {
      text.append(i == 0 ? '{' : ',').append(labels[i]);
      text.append("=\"").append(escaped(labels[i + 1].toString())).append('"');
    }
    text.append(labels.length == 0 ? " " : "} ").append(value).append('\n');
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
