package io.clusteragent.tests;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The programs under test, compiled for Java 8 against one Jedis line. */
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
    this.classes =
        Path.of(System.getProperty("scenarios.classes"), line.version().text());
  }

  /** Compiles on the first call for a version. */
  public static Programs of(String version) {
    return COMPILED.computeIfAbsent(version, v -> new Programs(JedisLine.of(v)).compile());
  }

  private Programs compile() {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      Files.createDirectories(classes);
      List<String> options = List.of(
          "--release",
          "8",
          "-nowarn",
          "-Xlint:none",
          "-cp",
          join(line.jars().stream()),
          "-d",
          "" + classes);
      boolean compiled = compiler
          .getTask(
              messages,
              files,
              null,
              options,
              null,
              files.getJavaFileObjectsFromPaths(
                  sources.stream().map(ScenarioSource::file).toList()))
          .call();
      if (!compiled) {
        throw new IllegalStateException(
            "the scenarios do not compile with " + line + "\n" + messages);
      }
      return this;
    } catch (IOException e) {
      throw new IllegalStateException("cannot compile for " + line, e);
    }
  }

  JedisVersion version() {
    return line.version();
  }

  /** Class names of the scenarios of this line. */
  List<String> scenarios(boolean plain) {
    return sources.stream()
        .filter(source -> source.isScenario() && (plain || !source.plainOnly()))
        .map(ScenarioSource::className)
        .collect(Collectors.toList());
  }

  public String classPath() {
    return join(Stream.concat(Stream.of(classes), line.jars().stream()));
  }

  /** The jar of Jedis itself. */
  Path jedis() {
    return line.jars().stream()
        .filter(jar -> jar.getFileName().toString().startsWith("jedis-"))
        .findFirst()
        .orElseThrow();
  }

  /** The libraries that Jedis needs. */
  List<Path> libraries() {
    return line.jars().stream().filter(jar -> !jar.equals(jedis())).toList();
  }

  /** The programs' class files. */
  Path classes() {
    return classes;
  }

  private static String join(Stream<Path> paths) {
    return paths
        .map(Path::toString)
        .collect(Collectors.joining(System.getProperty("path.separator")));
  }
}
