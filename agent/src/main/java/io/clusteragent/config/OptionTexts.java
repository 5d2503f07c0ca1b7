package io.clusteragent.config;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Collects the options' texts from the places where they can be set.
 *
 * <p>When several places set one option, the place that was added first counts.
 */
final class OptionTexts {
  private static final String[] NO_PARTS = {};

  private final Map<Option<?>, String> texts = new LinkedHashMap<Option<?>, String>();
  private final Map<Option<?>, String> places = new LinkedHashMap<Option<?>, String>();

  /** Adds the agent's arguments. A part without {@code =} continues the value before it, as lists have commas, too. */
  void addArguments(String arguments) {
    Set<String> keys = new HashSet<String>();
    Option<?> option = null;
    for (String part : arguments == null || arguments.isEmpty() ? NO_PARTS : arguments.split(",")) {
      int equals = part.indexOf('=');
      if (equals >= 0) {
        String key = part.substring(0, equals).trim();
        if (!keys.add(key)) {
          throw new IllegalArgumentException("option " + key + " is given twice");
        }
        option = Spelling.KEY.option(key);
        addIfAbsent(option, part.substring(equals + 1), "argument");
      } else if (option != null) {
        texts.put(option, texts.get(option) + "," + part);
      } else {
        throw new IllegalArgumentException(
            "the agent's argument \"" + part + "\" is not of the form key=value");
      }
    }
  }

  void addProperties(Map<String, String> properties) {
    addAll(properties, Spelling.PROPERTY, "system property");
  }

  void addVariables(Map<String, String> variables) {
    addAll(variables, Spelling.VARIABLE, "environment");
  }

  /** Adds the options in the file that the option {@code config} names, if that option was added. */
  void addFile() {
    String file = texts.get(Options.CONFIG);
    String path = file == null ? null : Options.CONFIG.parse(file.trim());
    if (path != null && !path.isEmpty()) {
      addAll(OptionsFile.read(path), Spelling.KEY, "config file");
    }
  }

  private void addAll(Map<String, String> textsByName, Spelling spelling, String place) {
    for (Map.Entry<String, String> text : textsByName.entrySet()) {
      addIfAbsent(spelling.option(text.getKey()), text.getValue(), place);
    }
  }

  private void addIfAbsent(Option<?> option, String text, String place) {
    if (!texts.containsKey(option)) {
      texts.put(option, text);
      places.put(option, place);
    }
  }

  Map<Option<?>, String> textsByOption() {
    return texts;
  }

  /** All texts with their places, for {@link Configuration#explicitOptions}. */
  @Override
  public String toString() {
    StringBuilder all = new StringBuilder();
    for (Map.Entry<Option<?>, String> text : texts.entrySet()) {
      all.append(all.length() == 0 ? "" : ", ").append(text.getKey().key()).append('=');
      all.append(text.getValue().trim());
      all.append(" (").append(places.get(text.getKey())).append(')');
    }
    return all.toString();
  }
}
