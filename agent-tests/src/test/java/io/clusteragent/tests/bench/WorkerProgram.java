package io.clusteragent.tests.bench;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jboss.shrinkwrap.resolver.api.maven.Maven;

/**
 * The measured program, compiled for Java 8 against one Jedis version.
 *
 * @param classPath its classes, Jedis, and the libraries that the POM of Jedis names
 */
record WorkerProgram(String jedis, String classPath) {
  private static final Path SOURCE = Path.of(System.getProperty("bench.source"));
  private static final Path CLASSES = Path.of(System.getProperty("bench.classes"));

  static WorkerProgram compile(String jedis) {
    File[] jars = Maven.resolver()
        .resolve("redis.clients:jedis:" + jedis)
        .withTransitivity()
        .asFile();
    String libraries =
        Stream.of(jars).map(File::getPath).collect(Collectors.joining(File.pathSeparator));
    Path classes = CLASSES.resolve(jedis);
    StringWriter messages = new StringWriter();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      Files.createDirectories(classes);
      List<String> options = List.of(
          "--release", "8", "-nowarn", "-Xlint:none", "-cp", libraries, "-d", classes.toString());
      List<Path> sources = new ArrayList<>(javaFiles("common"));
      sources.addAll(javaFiles(major(jedis) < 4 ? "jedis3" : "jedis4"));
      if (!compiler
          .getTask(messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
          .call()) {
        throw new IllegalStateException(
            "the worker does not compile with Jedis " + jedis + "\n" + messages);
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot compile the worker for Jedis " + jedis, e);
    }
    return new WorkerProgram(jedis, classes + File.pathSeparator + libraries);
  }

  private static List<Path> javaFiles(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(SOURCE.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".java")).collect(Collectors.toList());
    }
  }

  private static int major(String jedis) {
    return Integer.parseInt(jedis.split("\\.")[0]);
  }

  /** Jedis has ClusterPipeline since 4.0. */
  boolean hasClusterPipeline() {
    return major(jedis) >= 4;
  }
}
