package io.clusteragent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.config.Options.ReadFrom;
import io.clusteragent.config.Options.RetryUnknown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigurationTest {

  @Test
  void withoutAWordEveryOptionHasItsDefault() {
    Configuration configuration = of(null);

    assertTrue(configuration.get(Options.ENABLED));
    assertEquals(ReadFrom.MASTER, configuration.get(Options.READ_FROM));
    assertEquals(RetryUnknown.SAFE, configuration.get(Options.RETRY_UNKNOWN));
    assertEquals(0, configuration.get(Options.DEADLINE));
  }

  @Test
  void argumentsAreReadInOneLine() {
    Configuration configuration = of("readFrom=replicaPreferred,deadline=500,enabled=false");

    assertEquals(ReadFrom.REPLICA_PREFERRED, configuration.get(Options.READ_FROM));
    assertEquals(500, configuration.get(Options.DEADLINE));
    assertFalse(configuration.get(Options.ENABLED));
  }

  @Test
  void argumentsComeBeforePropertiesAndPropertiesBeforeTheEnvironment() {
    Properties properties = new Properties();
    properties.setProperty("clusteragent.readFrom", "any");
    properties.setProperty("clusteragent.retryUnknown", "always");
    Map<String, String> environment = Map.of(
        "CLUSTERAGENT_READ_FROM",
        "replica",
        "CLUSTERAGENT_RETRY_UNKNOWN",
        "never",
        "CLUSTERAGENT_DEADLINE",
        "7");

    Configuration configuration = Configuration.of("readFrom=master", properties, environment);

    assertEquals(ReadFrom.MASTER, configuration.get(Options.READ_FROM));
    assertEquals(RetryUnknown.ALWAYS, configuration.get(Options.RETRY_UNKNOWN));
    assertEquals(7, configuration.get(Options.DEADLINE));
  }

  @Test
  void anUnknownOptionIsRefusedWithTheNearestName() {
    assertEquals(
        "there is no option \"readfrom\"; the nearest is readFrom", refusal("readfrom=any"));
    assertEquals("there is no option \"deadlin\"; the nearest is deadline", refusal("deadlin=5"));
  }

  @Test
  void aValueThatIsNoneIsRefusedWithThoseThereAre() {
    assertEquals(
        "option readFrom cannot be \"slave\"; it takes master | replicaPreferred | replica | any | nearest",
        refusal("readFrom=slave"));
    assertEquals(
        "option deadline cannot be \"0\"; it takes milliseconds | auto", refusal("deadline=0"));
    assertEquals(
        "option readFrom cannot be \"any,master\"; it takes master | replicaPreferred | replica | any | nearest",
        refusal("readFrom=any,master"));
  }

  @Test
  void anArgumentWithoutAKeyIsRefused() {
    assertEquals("the agent's argument \"any\" is not of the form key=value", refusal("any"));
  }

  @Test
  void theReadmesTableIsThatOfTheDefinitions() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    Set<String> missing = new HashSet<>();
    for (Option<?> option : Options.all()) {
      String row = "| `" + option.key() + "` | " + option.values().replace("|", "\\|") + " | `"
          + option.standard() + "` | " + option.description() + " |";
      if (!readme.contains(row)) {
        missing.add(row);
      }
    }
    assertEquals(Collections.emptySet(), missing);
  }

  private static String refusal(String arguments) {
    return assertThrows(IllegalArgumentException.class, () -> of(arguments)).getMessage();
  }

  private static Configuration of(String arguments) {
    return Configuration.of(arguments, new Properties(), Collections.emptyMap());
  }
}
