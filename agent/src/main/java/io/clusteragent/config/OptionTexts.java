package io.clusteragent.config;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The options as they were written: of several places that name one, the first that was added counts. */
final class OptionTexts {
  private static final String[] NOTHING = {};

  private final Map<Option<?>, String> texts = new LinkedHashMap<Option<?>, String>();
  private final Map<Option<?>, String> places = new LinkedHashMap<Option<?>, String>();

  /** A part without {@code =} continues the value before it: lists are written with commas, too. */
  void addArguments(String arguments) {
    Set<String> keys = new HashSet<String>();
    Option<?> option = null;
    for (String part : arguments == null || arguments.isEmpty() ? NOTHING : arguments.split(",")) {
      int equals = part.indexOf('=');
      if (equals >= 0) {
        String key = part.substring(0, equals).trim();
        if (!keys.add(key)) {
          throw new IllegalArgumentException("option " + key + " is given twice");
        }
        option = Spelling.KEY.option(key);
        add(option, part.substring(equals + 1), "argument");
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

  /** Adds what stands in the file that the option {@code config} names, if that was added. */
  void addFile() {
    String file = texts.get(Options.CONFIG);
    String path = file == null ? null : Options.CONFIG.parse(file.trim());
    if (path != null && !path.isEmpty()) {
      addAll(OptionsFile.read(path), Spelling.KEY, "config file");
    }
  }

  private void addAll(Map<String, String> more, Spelling spelling, String place) {
    for (Map.Entry<String, String> text : more.entrySet()) {
      add(spelling.option(text.getKey()), text.getValue(), place);
    }
  }

  private void add(Option<?> option, String text, String place) {
    if (!texts.containsKey(option)) {
      texts.put(option, text);
      places.put(option, place);
    }
  }

  Map<Option<?>, String> byOption() {
    return texts;
  }

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
