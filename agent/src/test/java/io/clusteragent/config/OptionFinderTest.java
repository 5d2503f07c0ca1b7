package io.clusteragent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.config.Options.OnFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code onFailure=abort} is found in every place, even beside mistakes. */
class OptionFinderTest {
  @TempDir
  Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "onFailure=abort,redFrom=any",
        "redFrom=any,onFailure=abort",
        "nonsense,onFailure=abort",
        "onFailure=abort,readFrom",
        "onFailure=abort,",
        "onFailure=abort;readFrom=any",
        "readFrom=any;onFailure=abort",
        "readFrom=any onFailure=abort",
        "readFrom=any,readFrom=any,onFailure=abort",
        "onFailure=warn,onFailure=abort",
        "onFailure = abort , x",
        "onFailure=Abort",
        "onFailure='abort'",
        "onFailure:abort",
        "onfailure=abort",
        "onFailur=abort",
        "clusteragent.onFailure=abort",
        "config=/no/such/file,onFailure=abort",
        "onFailure=abort,config=/no/such/file",
      })
  void onFailureIsFoundInArguments(String arguments) {
    assertEquals(OnFailure.ABORT, find(arguments));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "redFrom=any",
        "onFailure=none",
        "onFailure=warn,redFrom=any",
        "mode=abort",
        "logFile=abort",
        "config=/no/such/file"
      })
  void argumentsWithoutAValidOnFailureGiveTheDefault(String arguments) {
    assertEquals(OnFailure.WARN, find(arguments));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CLUSTERAGENT_ON_FAILURE", "CLUSTERAGENT_ONFAILURE"})
  void onFailureIsFoundInTheEnvironment(String variable) {
    assertEquals(OnFailure.ABORT, find("nonsense", Map.of(), Map.of(variable, "abort")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"clusteragent.onFailure", "clusteragent.on-failure"})
  void onFailureIsFoundInSystemProperties(String property) {
    assertEquals(
        OnFailure.ABORT,
        find("nonsense", Map.of(property, "abort", "clusteragent.readform", "any"), Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "onFailure=abort\nredFrom=any\n",
        "redFrom=any\nonFailure = abort\n",
        "deadline=5\ndeadline=6\nonFailure: abort\n",
        "logFile=C:\\users\nonFailure=abort\n", // \\u begins a malformed escape
        "onFailure=abort\nonFailure=abort\n",
        "config=x\n  onFailure abort",
        "\uFEFFonFailure=abort\n",
        "deadline=0\nclusteragent.onFailure=abort\n"
      })
  void onFailureIsFoundInAFileWithMistakes(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("agent,1.properties"), text);

    assertEquals(OnFailure.ABORT, find("config=" + file));
    assertEquals(OnFailure.ABORT, find("redFrom=any,config=" + file + ",readFrom"));
    assertEquals(OnFailure.ABORT, find("x", Map.of("clusteragent.config", "" + file), Map.of()));
    assertEquals(OnFailure.ABORT, find("x", Map.of(), Map.of("CLUSTERAGENT_CONFIG", "" + file)));
  }

  @Test
  void aCommentInTheFileDoesNotCount() throws IOException {
    Path file = Files.writeString(directory.resolve("f"), "#onFailure=abort\n! onFailure=abort\n");
    assertEquals(OnFailure.WARN, find("config=" + file));
  }

  @Test
  void theFirstPlaceWithAValueCounts() throws IOException {
    Path file = Files.writeString(directory.resolve("f"), "onFailure=abort\n");
    assertEquals(
        OnFailure.WARN,
        find("x,onFailure=warn", Map.of("clusteragent.onFailure", "abort"), Map.of()));
    assertEquals(OnFailure.WARN, find("x,onFailure=warn,config=" + file));
    assertEquals(
        OnFailure.ABORT,
        find("onFailure=none", Map.of(), Map.of("CLUSTERAGENT_ON_FAILURE", "abort")));
  }

  @Test
  void enabledIsFoundInTheSameWay() {
    assertFalse(readLeniently(Options.ENABLED, "redFrom=any,enabled=false", Map.of(), Map.of()));
    assertTrue(
        readLeniently(Options.ENABLED, "redFrom=any,trustRedirects=false", Map.of(), Map.of()));
  }

  private static OnFailure find(String arguments) {
    return find(arguments, Map.of(), Map.of());
  }

  private static OnFailure find(
      String arguments, Map<String, String> properties, Map<String, String> environment) {
    return readLeniently(Options.ON_FAILURE, arguments, properties, environment);
  }

  private static <T> T readLeniently(
      Option<T> option,
      String arguments,
      Map<String, String> properties,
      Map<String, String> environment) {
    Properties all = new Properties();
    all.putAll(properties);
    return Configuration.readLeniently(option, arguments, all, environment);
  }
}
