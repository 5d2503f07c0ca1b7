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
 * Finds the value of one option in a configuration that may have mistakes.
 *
 * <p>It serves configurations that {@link OptionTexts} refuses, and options whose values are words. A name stands for the option
 * that it is nearest to. A text has a value if it contains one of the option's words, in upper or lower case. The places have the
 * order of {@link Configuration}, and the first with a value counts. Of several values in one place, the first that is not the
 * default counts.
 *
 * @param <T> the type of the option's value
 */
final class OptionFinder<T> {
  private static final Pattern PAIR = Pattern.compile("([\\w.-]+)\\s*[=:]\\s*\\W?(\\w+)");
  private static final Pattern LINE =
      Pattern.compile("[^\\w#!]*([\\w.-]+)(?:\\s*[=:]\\s*|\\s+)(.+)");

  private final Option<T> option;
  private final T defaultValue;

  OptionFinder(Option<T> option) {
    this.option = option;
    this.defaultValue = option.parse(option.defaultText());
  }

  /**
   * Returns the value in the first place that has one; the default when there is none.
   *
   * @param arguments the agent's arguments, or {@code null}
   */
  T find(String arguments, Map<String, String> properties, Map<String, String> variables) {
    String allArguments = arguments == null ? "" : arguments;
    T value = findInArguments(allArguments);
    value = value == null ? findInMap(properties, Spelling.PROPERTY) : value;
    value = value == null ? findInMap(variables, Spelling.VARIABLE) : value;
    value = value == null ? findInFile(configFile(allArguments, properties, variables)) : value;
    return value == null ? defaultValue : value;
  }

  private T findInArguments(String arguments) {
    T found = null;
    Matcher pair = PAIR.matcher(arguments);
    while (pair.find()) {
      found = better(found, Spelling.KEY, pair.group(1), pair.group(2));
    }
    return found;
  }

  private T findInMap(Map<String, String> texts, Spelling spelling) {
    T found = null;
    for (Map.Entry<String, String> text : texts.entrySet()) {
      found = better(found, spelling, text.getKey(), text.getValue());
    }
    return found;
  }

  private T findInFile(File file) {
    T found = null;
    if (file != null) {
      try {
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(new FileInputStream(file), "UTF-8"));
        try {
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher pair = LINE.matcher(line);
            if (pair.matches()) {
              found = better(found, Spelling.KEY, pair.group(1), pair.group(2));
            }
          }
        } finally {
          lines.close();
        }
      } catch (IOException e) {
        return found; // a value in the lines that could be read
      }
    }
    return found;
  }

  /** Returns the text's value if it counts before the one found so far in the same place; else the one found so far. */
  private T better(T found, Spelling spelling, String name, String text) {
    if (found != null && !found.equals(defaultValue) || nearestOption(spelling, name) != option) {
      return found;
    }
    for (String word : text.split("\\W+")) {
      T value = option.parse(word.toLowerCase(Locale.ROOT));
      if (value != null && (found == null || !value.equals(defaultValue))) {
        return value;
      }
    }
    return found;
  }

  private static Option<?> nearestOption(Spelling spelling, String name) {
    boolean isProperty = spelling == Spelling.KEY && name.startsWith(Option.PROPERTY_PREFIX);
    return (isProperty ? Spelling.PROPERTY : spelling).nearestOption(name);
  }

  /** The first existing file that an option {@code config} names; {@code null} when there is none. */
  private static File configFile(
      String arguments, Map<String, String> properties, Map<String, String> variables) {
    List<String> paths = new ArrayList<String>();
    String path = null;
    for (String part : arguments.split(",")) {
      int equals = part.indexOf('=');
      if (equals >= 0) {
        boolean isConfig =
            nearestOption(Spelling.KEY, part.substring(0, equals).trim()) == Options.CONFIG;
        path = isConfig ? part.substring(equals + 1) : null;
      } else if (path != null) {
        path += "," + part; // a comma in the path, or an option without a value
      }
      if (path != null) {
        paths.add(path);
      }
    }
    addConfigPaths(paths, properties, Spelling.PROPERTY);
    addConfigPaths(paths, variables, Spelling.VARIABLE);
    for (String each : paths) {
      File file = new File(each.trim());
      if (file.isFile()) {
        return file;
      }
    }
    return null;
  }

  private static void addConfigPaths(
      List<String> paths, Map<String, String> texts, Spelling spelling) {
    for (Map.Entry<String, String> text : texts.entrySet()) {
      if (spelling.nearestOption(text.getKey()) == Options.CONFIG) {
        paths.add(text.getValue());
      }
    }
  }
}
