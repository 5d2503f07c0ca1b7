package io.clusteragent.config;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** The properties file that the option {@code config} names. Read without NIO, as premain asks for. */
final class OptionsFile {
  private OptionsFile() {}

  /**
   * The options' texts by their keys.
   *
   * @throws IllegalArgumentException when the file cannot be read, or what it holds is no option, has no valid value, or is
   *     given twice
   */
  static Map<String, String> read(String path) {
    Properties properties = new OncePerKey();
    try {
      Reader reader = new InputStreamReader(new FileInputStream(path), "UTF-8");
      try {
        properties.load(reader);
      } finally {
        reader.close();
      }
      Map<String, String> texts = new LinkedHashMap<String, String>();
      for (String name : properties.stringPropertyNames()) {
        Option<?> option = Spelling.KEY.option(name);
        if (option == Options.CONFIG) {
          throw new IllegalArgumentException("config cannot be set there");
        }
        option.read(properties.getProperty(name));
        texts.put(name, properties.getProperty(name));
      }
      return texts;
    } catch (IOException e) {
      throw new IllegalArgumentException("the file of option config cannot be read: " + e, e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("in the file of option config: " + e.getMessage(), e);
    }
  }

  /** Of two lines for one option a person means one, and nobody can tell which. */
  private static final class OncePerKey extends Properties {
    private static final long serialVersionUID = 1;

    @Override
    public synchronized Object put(Object key, Object value) {
      if (containsKey(key)) {
        throw new IllegalArgumentException("option " + key + " is given twice");
      }
      return super.put(key, value);
    }
  }
}
