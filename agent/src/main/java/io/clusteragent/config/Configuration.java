package io.clusteragent.config;

import io.clusteragent.hashtag.HashTagRules;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Holds the options' values in this JVM. Immutable.
 *
 * <p>Each value comes from the first place that has one: the agent's arguments ({@code
 * -javaagent:cluster-agent.jar=key=value,key=value}), the system property {@code clusteragent.key}, the environment variable
 * {@code CLUSTERAGENT_KEY}, the properties file that the option {@code config} names, the default.
 */
public final class Configuration {

  /** A variable that the command line reads; it is not an option. */
  public static final String KEY_STORE_PASSWORD = "CLUSTERAGENT_KEYSTORE_PASSWORD";

  /** Every option at its default. */
  public static final Configuration STANDARD =
      new Configuration(new HashMap<Option<?>, Object>(), "");

  private final Map<Option<?>, Object> values;
  private final String explicitOptions;

  private Configuration(Map<Option<?>, Object> values, String given) {
    this.values = values;
    this.explicitOptions = given;
  }

  /**
   * Reads the configuration.
   *
   * @param arguments the agent's arguments, or {@code null}
   * @throws IllegalArgumentException when an option is unknown (the message names the nearest one), is given twice in one place,
   *     or has no valid value, when two options contradict each other, or when the file cannot be read
   */
  public static Configuration of(
      String arguments, Properties properties, Map<String, String> environment) {
    Map<String, String> own = agentSettings(properties);
    Map<String, String> variables = agentSettings(environment);
    if ((arguments == null || arguments.isEmpty()) && own.isEmpty() && variables.isEmpty()) {
      return STANDARD; // loads no class of an option: most JVMs with the agent have no Jedis
    }
    OptionTexts texts = new OptionTexts();
    texts.addArguments(arguments);
    texts.addProperties(own);
    texts.addVariables(variables);
    texts.addFile();
    Map<Option<?>, Object> values = new HashMap<Option<?>, Object>();
    for (Map.Entry<Option<?>, String> text : texts.textsByOption().entrySet()) {
      values.put(text.getKey(), text.getKey().read(text.getValue()));
    }
    Configuration configuration = new Configuration(values, texts.toString());
    configuration.hashTags(); // both options together may be wrong
    if (values.containsKey(Options.SENTINEL)) {
      AddressConflicts.check(
          configuration.get(Options.REDIRECT), configuration.get(Options.SENTINEL));
    }
    return configuration;
  }

  /**
   * Reads one option whose values are words, even when the configuration has mistakes, in this option or in others.
   *
   * @return the option's default when no value of it is found
   */
  public static <T> T readLeniently(
      Option<T> option, String arguments, Properties properties, Map<String, String> environment) {
    return new OptionFinder<T>(option)
        .find(arguments, agentSettings(properties), agentSettings(environment));
  }

  private static Map<String, String> agentSettings(Properties properties) {
    Map<String, String> own = new LinkedHashMap<String, String>();
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(Option.PROPERTY_PREFIX)) {
        own.put(name, properties.getProperty(name));
      }
    }
    return own;
  }

  private static Map<String, String> agentSettings(Map<String, String> environment) {
    Map<String, String> own = new LinkedHashMap<String, String>();
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      String name = variable.getKey();
      if (name.startsWith(Option.VARIABLE_PREFIX) && isOptionVariable(name, variable.getValue())) {
        own.put(name, variable.getValue());
      }
    }
    return own;
  }

  private static boolean isOptionVariable(String variable, String value) {
    return !variable.equals(KEY_STORE_PASSWORD)
        && !KubernetesVariables.isServiceVariable(variable, value);
  }

  /** How the names of keys are mapped; {@code null} when they are not. */
  public HashTagRules hashTags() {
    if (!values.containsKey(Options.HASH_TAGS) && !values.containsKey(Options.HASH_TAG_ALL)) {
      return null;
    }
    HashTagRules rules = HashTagRules.of(get(Options.HASH_TAGS), get(Options.HASH_TAG_ALL));
    return rules.isEmpty() ? null : rules;
  }

  /** Whether an option names addresses that the application connects to, and the agent does not. */
  public boolean replacesAddresses() {
    return !get(Options.REDIRECT).isEmpty() || !get(Options.SENTINEL).isEmpty();
  }

  /** Whether no option is set. */
  public boolean isStandard() {
    return values.isEmpty();
  }

  /** The options that are set, each with its place: {@code readFrom=any (argument), deadline=5 (environment)}; or empty. */
  public String explicitOptions() {
    return explicitOptions;
  }

  /** The value of an option. */
  @SuppressWarnings("unchecked") // of() stores what parse() of the same option returned
  public <T> T get(Option<T> option) {
    Object value = values.get(option);
    return value == null ? option.parse(option.defaultText()) : (T) value;
  }
}
