package io.clusteragent.tests;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compiles the programs under test for Java 8 against one Jedis line. */
public final class Programs {
  private static final Map<String, Programs> COMPILED = new ConcurrentHashMap<>();

  private final JedisLine line;
  private final List<ScenarioSource> sources;
  private final Path classes;

  private Programs(JedisLine line) {
    this.line = line;
    this.sources = ScenarioSource.all().stream()
        .filter(s -> s.compilesWith(line.version()))
        .collect(Collectors.toList());
    this.classes = ClassFolder.of(
        line.version().text(),
        line.jars(),
        sources.stream().map(ScenarioSource::file).toList());
  }

  /** The programs for a version, which are compiled on the first call. */
  public static Programs of(String version) {
    return COMPILED.computeIfAbsent(version, v -> new Programs(JedisLine.of(v)));
  }

  JedisVersion version() {
    return line.version();
  }

  /** Class names of the scenarios of this line. */
  public List<String> scenarios(boolean plain) {
    return sources.stream()
        .filter(source -> source.isScenario() && (plain || !source.plainOnly()))
        .map(ScenarioSource::className)
        .collect(Collectors.toList());
  }

  public String classPath() {
    return join(classPathEntries().stream());
  }

  /** The programs' class files, the jar of Jedis and its libraries. */
  List<Path> classPathEntries() {
    return Stream.concat(Stream.of(classes), line.jars().stream()).toList();
  }

  /** The jar of Jedis itself. */
  public Path jedis() {
    return line.jars().stream()
        .filter(jar -> jar.getFileName().toString().startsWith("jedis-"))
        .findFirst()
        .orElseThrow();
  }

  /** The libraries that Jedis needs. */
  public List<Path> libraries() {
    return line.jars().stream().filter(jar -> !jar.equals(jedis())).toList();
  }

  /** The programs' class files. */
  public Path classes() {
    return classes;
  }

  private static String join(Stream<Path> paths) {
    return paths
        .map(Path::toString)
        .collect(Collectors.joining(System.getProperty("path.separator")));
  }
}
