package io.clusteragent.config;

/**
 * Defines one option: its key, meaning, default and valid values. Immutable.
 *
 * @param <T> the type of the option's value
 */
public abstract class Option<T> {
  /** The text that stands for no value. */
  static final String NONE = "none";

  /** The prefix of the system properties' names. */
  static final String PROPERTY_PREFIX = "clusteragent.";

  /** The prefix of the environment variables' names. */
  static final String VARIABLE_PREFIX = "CLUSTERAGENT_";

  private final String key;
  private final String values;
  private final String defaultText;
  private final String description;

  Option(String key, String values, String defaultText, String description) {
    this.key = key;
    this.values = values;
    this.defaultText = defaultText;
    this.description = description;
  }

  /** The option's name in the agent's arguments. */
  public final String key() {
    return key;
  }

  /** The system property's name: {@code clusteragent.readFrom} for {@code readFrom}. */
  public final String property() {
    return PROPERTY_PREFIX + key;
  }

  /** The environment variable's name: {@code CLUSTERAGENT_READ_FROM} for {@code readFrom}. */
  public final String environmentVariable() {
    StringBuilder name = new StringBuilder(VARIABLE_PREFIX);
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (Character.isUpperCase(c)) {
        name.append('_');
      }
      name.append(Character.toUpperCase(c));
    }
    return name.toString();
  }

  /** The valid values, in words. */
  public final String values() {
    return values;
  }

  /** The default, as text. */
  public final String defaultText() {
    return defaultText;
  }

  /** What the option does, for the documentation. */
  public final String description() {
    return description;
  }

  /** Parses a value; returns {@code null} when the text is not a valid value. */
  abstract T parse(String text);

  /**
   * Reads the option's value from a configured text.
   *
   * @throws IllegalArgumentException when the text is not a valid value; the message names the valid ones
   */
  final T read(String text) {
    T value = parse(text.trim());
    if (value == null) {
      throw new IllegalArgumentException(
          "option " + key() + " cannot be \"" + text + "\"; it takes " + values());
    }
    return value;
  }

  /** An option whose values are an enum's constants, written in camel case. */
  static final class OneOf<E extends Enum<E>> extends Option<E> {
    private final E[] constants;

    OneOf(String key, E defaultValue, E[] constants, String description) {
      super(key, names(constants), name(defaultValue), description);
      this.constants = constants;
    }

    @Override
    E parse(String text) {
      for (E constant : constants) {
        if (name(constant).equals(text)) {
          return constant;
        }
      }
      return null;
    }

    private static String names(Enum<?>[] constants) {
      StringBuilder names = new StringBuilder();
      for (Enum<?> constant : constants) {
        names.append(names.length() == 0 ? "" : " | ").append(name(constant));
      }
      return names.toString();
    }

    private static String name(Enum<?> constant) {
      StringBuilder name = new StringBuilder();
      for (String word : constant.name().split("_")) {
        name.append(name.length() == 0 ? Character.toLowerCase(word.charAt(0)) : word.charAt(0));
        name.append(word.substring(1).toLowerCase(java.util.Locale.ROOT));
      }
      return name.toString();
    }
  }

  /** An option that is {@code true} or {@code false}. */
  static final class Flag extends Option<Boolean> {
    Flag(String key, boolean defaultValue, String description) {
      super(key, "true | false", Boolean.toString(defaultValue), description);
    }

    @Override
    Boolean parse(String text) {
      return "true".equals(text) ? Boolean.TRUE : "false".equals(text) ? Boolean.FALSE : null;
    }
  }

  /** An option that is any text; the word {@code none} gives an empty one. */
  static final class Text extends Option<String> {
    Text(String key, String values, String description) {
      super(key, values, NONE, description);
    }

    @Override
    String parse(String text) {
      return NONE.equals(text) ? "" : text.isEmpty() ? null : text;
    }
  }

  /** An option that is a whole number of milliseconds, at least 1, or a word, which gives 0. */
  static final class Millis extends Option<Integer> {
    Millis(String key, String word, String description) {
      super(key, "milliseconds | " + word, word, description);
    }

    @Override
    Integer parse(String text) {
      if (defaultText().equals(text)) {
        return 0;
      }
      try {
        int millis = Integer.parseInt(text);
        return millis > 0 ? millis : null;
      } catch (NumberFormatException e) {
        return null;
      }
    }
  }

  /** An option that is a whole number in a range, ends included. */
  static final class WholeNumber extends Option<Integer> {
    private final int min;
    private final int max;

    WholeNumber(String key, int min, int max, int defaultValue, String description) {
      super(key, min + " to " + max, Integer.toString(defaultValue), description);
      this.min = min;
      this.max = max;
    }

    @Override
    Integer parse(String text) {
      try {
        int number = Integer.parseInt(text);
        return number < min || number > max ? null : number;
      } catch (NumberFormatException e) {
        return null;
      }
    }
  }
}
