package io.clusteragent.config;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** Reads the properties file that the option {@code config} names, without NIO, as {@code premain} demands. */
final class OptionsFile {
  /** Some editors write it at the beginning of a UTF-8 file; Java's decoder keeps it. */
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private OptionsFile() {}

  /**
   * Returns the options' texts by their keys.
   *
   * @throws IllegalArgumentException when the file cannot be read, or when a name in it is not an option, has no valid value, or
   *     is given twice
   */
  static Map<String, String> read(String path) {
    Properties properties = new UniqueKeyProperties();
    try {
      PushbackReader reader =
          new PushbackReader(new InputStreamReader(new FileInputStream(path), "UTF-8"));
      try {
        int first = reader.read();
        if (first >= 0 && first != BYTE_ORDER_MARK) {
          reader.unread(first);
        }
        properties.load(reader);
      } finally {
        reader.close();
      }
      Map<String, String> texts = new LinkedHashMap<String, String>();
      for (String name : properties.stringPropertyNames()) {
        Option<?> option = Spelling.KEY.option(name);
        if (option == Options.CONFIG) {
          throw new IllegalArgumentException("the option config cannot be set in a file");
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

  /** Refuses two lines for one option, as the agent cannot know which of them is meant. */
  private static final class UniqueKeyProperties extends Properties {
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
