package io.clusteragent.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * The options' values in this JVM. Immutable. Each comes from the first of: the agent's arguments ({@code
 * -javaagent:cluster-agent.jar=key=value,key=value}), the system property {@code clusteragent.key}, the environment
 * variable {@code CLUSTERAGENT_KEY}, the properties file that one of these names by {@code config}, the default.
 */
public final class Configuration {

  /** A variable of the command line's, which is no option. */
  public static final String KEY_STORE_PASSWORD = "CLUSTERAGENT_KEYSTORE_PASSWORD";

  /** Every option at its default. */
  public static final Configuration STANDARD =
      new Configuration(new HashMap<Option<?>, Object>(), "");

  private final Map<Option<?>, Object> values;
  private final String given;

  private Configuration(Map<Option<?>, Object> values, String given) {
    this.values = values;
    this.given = given;
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
    Map<String, String> own = own(properties);
    Map<String, String> variables = own(environment);
    if ((arguments == null || arguments.isEmpty()) && own.isEmpty() && variables.isEmpty()) {
      return STANDARD; // without a look at any option: most JVMs that have the agent load no Jedis
    }
    OptionTexts texts = new OptionTexts();
    texts.addArguments(arguments);
    texts.addProperties(own);
    texts.addVariables(variables);
    texts.addFile();
    Map<Option<?>, Object> values = new HashMap<Option<?>, Object>();
    for (Map.Entry<Option<?>, String> text : texts.byOption().entrySet()) {
      values.put(text.getKey(), text.getKey().read(text.getValue()));
    }
    return new Configuration(values, texts.toString());
  }

  /**
   * Reads one option whose values are words, whatever may be wrong with it and the others. It counts wherever it stands.
   *
   * @return its default when no value of it is found
   */
  public static <T> T only(
      Option<T> option, String arguments, Properties properties, Map<String, String> environment) {
    return new OptionFinder<T>(option).find(arguments, own(properties), own(environment));
  }

  private static Map<String, String> own(Properties properties) {
    Map<String, String> own = new LinkedHashMap<String, String>();
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(Option.PROPERTY)) {
        own.put(name, properties.getProperty(name));
      }
    }
    return own;
  }

  private static Map<String, String> own(Map<String, String> environment) {
    Map<String, String> own = new LinkedHashMap<String, String>();
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      String name = variable.getKey();
      if (name.startsWith(Option.ENVIRONMENT) && isOwn(name, variable.getValue())) {
        own.put(name, variable.getValue());
      }
    }
    return own;
  }

  private static boolean isOwn(String variable, String value) {
    return !variable.equals(KEY_STORE_PASSWORD) && !KubernetesVariables.has(variable, value);
  }

  /** Whether nobody has set anything. */
  public boolean isStandard() {
    return values.isEmpty();
  }

  /** What was set, and where, for people: {@code readFrom=any (argument), deadline=5 (environment)}; or empty. */
  public String given() {
    return given;
  }

  /** The value of an option. */
  @SuppressWarnings("unchecked") // of() stores what the option's own parse() gave
  public <T> T get(Option<T> option) {
    Object value = values.get(option);
    return value == null ? option.parse(option.standard()) : (T) value;
  }
}
