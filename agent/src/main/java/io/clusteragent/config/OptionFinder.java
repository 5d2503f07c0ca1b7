package io.clusteragent.config;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the value of one option, whatever is wrong with the others.
 *
 * <p>For a configuration that {@link OptionTexts} refuses. A name counts for the option that it is nearest to. A value counts
 * if it is one of the option's words, in any case, with whatever is written around it. Places count in the order of {@link
 * Configuration}. Of several values in one place, one that is not the default counts.
 *
 * <p>For options whose values are words.
 *
 * @param <T> the type of the option's value
 */
final class OptionFinder<T> {
  private static final Pattern PAIR = Pattern.compile("([\\w.-]+)\\s*[=:]\\s*\\W?(\\w+)");
  private static final Pattern LINE =
      Pattern.compile("[^\\w#!]*([\\w.-]+)(?:\\s*[=:]\\s*|\\s+)(.+)");

  private final Option<T> option;
  private final T standard;

  OptionFinder(Option<T> option) {
    this.option = option;
    this.standard = option.parse(option.standard());
  }

  /**
   * The value in the first place that has one; the default when there is none.
   *
   * @param arguments the agent's arguments, or {@code null}
   */
  T find(String arguments, Map<String, String> properties, Map<String, String> variables) {
    String written = arguments == null ? "" : arguments;
    T value = inArguments(written);
    value = value == null ? inAll(properties, Spelling.PROPERTY) : value;
    value = value == null ? inAll(variables, Spelling.VARIABLE) : value;
    value = value == null ? inFile(configFile(written, properties, variables)) : value;
    return value == null ? standard : value;
  }

  private T inArguments(String arguments) {
    T found = null;
    Matcher pair = PAIR.matcher(arguments);
    while (pair.find()) {
      found = more(found, Spelling.KEY, pair.group(1), pair.group(2));
    }
    return found;
  }

  private T inAll(Map<String, String> texts, Spelling spelling) {
    T found = null;
    for (Map.Entry<String, String> text : texts.entrySet()) {
      found = more(found, spelling, text.getKey(), text.getValue());
    }
    return found;
  }

  private T inFile(File file) {
    T found = null;
    if (file != null) {
      try {
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(new FileInputStream(file), "UTF-8"));
        try {
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher pair = LINE.matcher(line);
            if (pair.matches()) {
              found = more(found, Spelling.KEY, pair.group(1), pair.group(2));
            }
          }
        } finally {
          lines.close();
        }
      } catch (IOException e) {
        return found; // what was read before
      }
    }
    return found;
  }

  /** What is found, after one more name and text of the same place. */
  private T more(T found, Spelling spelling, String name, String text) {
    if (found != null && !found.equals(standard) || nearest(spelling, name) != option) {
      return found;
    }
    for (String word : text.split("\\W+")) {
      T value = option.parse(word.toLowerCase(Locale.ROOT));
      if (value != null && (found == null || !value.equals(standard))) {
        return value;
      }
    }
    return found;
  }

  private static Option<?> nearest(Spelling spelling, String name) {
    boolean isProperty = spelling == Spelling.KEY && name.startsWith(Option.PROPERTY);
    return (isProperty ? Spelling.PROPERTY : spelling).nearest(name);
  }

  /** The file of the option {@code config}; {@code null} when none of that name can be read. */
  private static File configFile(
      String arguments, Map<String, String> properties, Map<String, String> variables) {
    List<String> paths = new ArrayList<String>();
    String path = null;
    for (String part : arguments.split(",")) {
      int equals = part.indexOf('=');
      if (equals >= 0) {
        boolean isConfig =
            nearest(Spelling.KEY, part.substring(0, equals).trim()) == Options.CONFIG;
        path = isConfig ? part.substring(equals + 1) : null;
      } else if (path != null) {
        path += "," + part; // a comma in the path, or an option without a value
      }
      if (path != null) {
        paths.add(path);
      }
    }
    addConfig(paths, properties, Spelling.PROPERTY);
    addConfig(paths, variables, Spelling.VARIABLE);
    for (String each : paths) {
      File file = new File(each.trim());
      if (file.isFile()) {
        return file;
      }
    }
    return null;
  }

  private static void addConfig(List<String> paths, Map<String, String> texts, Spelling spelling) {
    for (Map.Entry<String, String> text : texts.entrySet()) {
      if (spelling.nearest(text.getKey()) == Options.CONFIG) {
        paths.add(text.getValue());
      }
    }
  }
}
