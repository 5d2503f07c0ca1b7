package io.clusteragent.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * The options' values in this JVM. Immutable. Each comes from the first of: the agent's arguments ({@code
 * -javaagent:cluster-agent.jar=key=value,key=value}), the system property {@code clusteragent.key}, the environment
 * variable {@code CLUSTERAGENT_KEY}, the properties file that one of these names by {@code config}, the default.
 */
public final class Configuration {

  /** Every option at its default. */
  public static final Configuration STANDARD = new Configuration(new HashMap<Option<?>, Object>());

  private static final String PREFIX = "clusteragent.";

  private final Map<Option<?>, Object> values;

  private Configuration(Map<Option<?>, Object> values) {
    this.values = values;
  }

  /**
   * Reads the configuration.
   *
   * @param arguments the agent's arguments, or {@code null}
   * @throws IllegalArgumentException when an option is unknown (the message names the nearest), is given twice in one
   *     place, or its value is none, or the file cannot be read
   */
  public static Configuration of(
      String arguments, Properties properties, Map<String, String> environment) {
    Map<String, String> texts = new LinkedHashMap<String, String>();
    putSurroundings(texts, properties, environment);
    putArguments(texts, arguments);
    if (texts.isEmpty()) {
      return STANDARD; // without a look at any option: most JVMs that have the agent load no Jedis
    }
    putFile(texts);
    Map<Option<?>, Object> values = new HashMap<Option<?>, Object>();
    for (Map.Entry<String, String> text : texts.entrySet()) {
      Option<?> option = option(text.getKey());
      values.put(option, value(option, text.getValue()));
    }
    return new Configuration(values);
  }

  /**
   * Reads one option, whatever may be wrong with the others.
   *
   * @return its default when its own value is none
   */
  public static <T> T only(
      Option<T> option, String arguments, Properties properties, Map<String, String> environment) {
    Map<String, String> texts = new LinkedHashMap<String, String>();
    putSurroundings(texts, properties, environment);
    try {
      putArguments(texts, arguments);
      putFile(texts);
    } catch (IllegalArgumentException e) {
      // What could be read before it is kept.
    }
    String text = texts.get(option.key());
    T value = text == null ? null : option.parse(text.trim());
    return value == null ? option.parse(option.standard()) : value;
  }

  private static void putSurroundings(
      Map<String, String> texts, Properties properties, Map<String, String> environment) {
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      if (variable.getKey().startsWith(Option.ENVIRONMENT)) {
        for (Option<?> option : Options.all()) {
          if (option.environmentVariable().equals(variable.getKey())) {
            texts.put(option.key(), variable.getValue());
          }
        }
      }
    }
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(PREFIX)) {
        texts.put(name.substring(PREFIX.length()), properties.getProperty(name));
      }
    }
  }

  /** What the file says counts where nothing else says anything. */
  private static void putFile(Map<String, String> texts) {
    String file = texts.get(Options.CONFIG.key());
    String path = file == null ? "" : Options.CONFIG.parse(file.trim());
    if (!path.isEmpty()) {
      for (Map.Entry<String, String> text : OptionsFile.read(path).entrySet()) {
        if (!texts.containsKey(text.getKey())) {
          texts.put(text.getKey(), text.getValue());
        }
      }
    }
  }

  /** A part without {@code =} continues the value before it: lists are written with commas, too. */
  private static void putArguments(Map<String, String> texts, String arguments) {
    if (arguments == null || arguments.isEmpty()) {
      return;
    }
    Set<String> keys = new HashSet<String>();
    String key = null;
    StringBuilder value = new StringBuilder();
    for (String part : arguments.split(",")) {
      int equals = part.indexOf('=');
      if (equals < 0 && key == null) {
        throw new IllegalArgumentException(
            "the agent's argument \"" + part + "\" is not of the form key=value");
      }
      if (equals < 0) {
        texts.put(key, value.append(',').append(part).toString());
        continue;
      }
      key = part.substring(0, equals).trim();
      if (!keys.add(key)) {
        throw new IllegalArgumentException("option " + key + " is given twice");
      }
      value = new StringBuilder(part.substring(equals + 1));
      texts.put(key, value.toString());
    }
  }

  static <T> T value(Option<T> option, String text) {
    T value = option.parse(text.trim());
    if (value == null) {
      throw new IllegalArgumentException(
          "option " + option.key() + " cannot be \"" + text + "\"; it takes " + option.values());
    }
    return value;
  }

  /** Whether nobody has set anything. */
  public boolean isStandard() {
    return values.isEmpty();
  }

  static Option<?> option(String key) {
    Option<?> nearest = null;
    int least = Integer.MAX_VALUE;
    for (Option<?> option : Options.all()) {
      int distance = distance(option.key(), key);
      if (distance == 0) {
        return option;
      }
      if (distance < least) {
        least = distance;
        nearest = option;
      }
    }
    throw new IllegalArgumentException("there is no option \"" + key + "\""
        + (nearest == null ? "" : "; the nearest is " + nearest.key()));
  }

  /** The edit distance, without regard to case unless all else is the same. */
  private static int distance(String a, String b) {
    if (a.equals(b)) {
      return 0;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same =
            Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
        int replaced = diagonal + (same ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return Math.max(1, row[b.length()]);
  }

  /** The value of an option. */
  @SuppressWarnings("unchecked") // of() stores what the option's own parse() gave
  public <T> T get(Option<T> option) {
    Object value = values.get(option);
    return value == null ? option.parse(option.standard()) : (T) value;
  }
}
