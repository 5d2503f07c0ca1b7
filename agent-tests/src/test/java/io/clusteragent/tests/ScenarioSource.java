package io.clusteragent.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads a source file of the programs under test. Its first line may name the Jedis lines for which it compiles, {@code // since
 * 4.0, until 8.0} (until: the first line for which it does not), and {@code plain only} when it supports neither password nor
 * TLS.
 */
record ScenarioSource(
    Path file, String className, JedisVersion since, JedisVersion until, boolean plainOnly) {
  private static final Pattern SINCE = Pattern.compile("^//.*since ([\\d.]+)");
  private static final Pattern UNTIL = Pattern.compile("^//.*until ([\\d.]+)");

  static List<ScenarioSource> all() {
    Path root = Path.of(System.getProperty("scenarios.source"));
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .sorted()
          .map(file -> read(root, file))
          .collect(Collectors.toList());
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the scenarios", e);
    }
  }

  private static ScenarioSource read(Path root, Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      String first = lines.findFirst().orElse("");
      String className = root.relativize(file)
          .toString()
          .replace(".java", "")
          .replace('/', '.')
          .replace('\\', '.');
      return new ScenarioSource(
          file,
          className,
          version(SINCE, first, "0"),
          version(UNTIL, first, "999"),
          first.startsWith("//") && first.contains("plain only"));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file, e);
    }
  }

  private static JedisVersion version(Pattern pattern, String line, String otherwise) {
    Matcher matcher = pattern.matcher(line);
    return new JedisVersion(matcher.find() ? matcher.group(1) : otherwise);
  }

  boolean compilesWith(JedisVersion version) {
    return version.isAtLeast(since) && !version.isAtLeast(until);
  }

  boolean isScenario() {
    return className.endsWith("Scenario");
  }
}
