package io.clusteragent.config;

/**
 * One option: its key, what it means, its default, and what a valid value is. Immutable.
 *
 * @param <T> the type of its value
 */
public abstract class Option<T> {
  /** How to say that there is no value. */
  static final String NONE = "none";

  /** How the names of the system properties begin. */
  static final String PROPERTY = "clusteragent.";

  /** How the names of the environment variables begin. */
  static final String ENVIRONMENT = "CLUSTERAGENT_";

  private final String key;
  private final String values;
  private final String standard;
  private final String description;

  Option(String key, String values, String standard, String description) {
    this.key = key;
    this.values = values;
    this.standard = standard;
    this.description = description;
  }

  /** The name in the agent's arguments. */
  public final String key() {
    return key;
  }

  /** The system property: {@code readFrom} is {@code clusteragent.readFrom}. */
  public final String property() {
    return PROPERTY + key;
  }

  /** The environment variable: {@code readFrom} is {@code CLUSTERAGENT_READ_FROM}. */
  public final String environmentVariable() {
    StringBuilder name = new StringBuilder(ENVIRONMENT);
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
  public final String standard() {
    return standard;
  }

  /** What the option does, in one sentence. */
  public final String description() {
    return description;
  }

  /** Reads a value; {@code null} when the text is none. */
  abstract T parse(String text);

  /**
   * Reads the option's value from what somebody wrote.
   *
   * @throws IllegalArgumentException when it is none; the message says what the option takes
   */
  final T read(String text) {
    T value = parse(text.trim());
    if (value == null) {
      throw new IllegalArgumentException(
          "option " + key() + " cannot be \"" + text + "\"; it takes " + values());
    }
    return value;
  }

  /** An option that is one of an enum's constants, written in camel case. */
  static final class OneOf<E extends Enum<E>> extends Option<E> {
    private final E[] constants;

    OneOf(String key, E standard, E[] constants, String description) {
      super(key, names(constants), name(standard), description);
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

  /** {@code true} or {@code false}. */
  static final class Flag extends Option<Boolean> {
    Flag(String key, boolean standard, String description) {
      super(key, "true | false", Boolean.toString(standard), description);
    }

    @Override
    Boolean parse(String text) {
      return "true".equals(text) ? Boolean.TRUE : "false".equals(text) ? Boolean.FALSE : null;
    }
  }

  /** Any text; the word {@code none} reads as an empty one. */
  static final class Text extends Option<String> {
    Text(String key, String values, String description) {
      super(key, values, NONE, description);
    }

    @Override
    String parse(String text) {
      return NONE.equals(text) ? "" : text.isEmpty() ? null : text;
    }
  }

  /** A whole number of milliseconds from 1 on, or a word, which reads as 0. */
  static final class Millis extends Option<Integer> {
    Millis(String key, String word, String description) {
      super(key, "milliseconds | " + word, word, description);
    }

    @Override
    Integer parse(String text) {
      if (standard().equals(text)) {
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

  /** A whole number. */
  static final class Whole extends Option<Integer> {
    private final int least;
    private final int most;

    Whole(String key, int least, int most, int standard, String description) {
      super(key, least + " to " + most, Integer.toString(standard), description);
      this.least = least;
      this.most = most;
    }

    @Override
    Integer parse(String text) {
      try {
        int number = Integer.parseInt(text);
        return number < least || number > most ? null : number;
      } catch (NumberFormatException e) {
        return null;
      }
    }
  }
}
