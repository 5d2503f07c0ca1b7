package io.clusteragent.tests;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A program of {@code src/oracle/java} in a JVM of its own. The programs are compiled beside the scenarios of their
 * Jedis line; a first line {@code // since 3.0} or {@code // until 3.0} leaves a file out where it does not compile.
 */
public final class OracleProgram {
  private static final Map<String, Programs> COMPILED = new ConcurrentHashMap<>();

  private final String version;
  private final String mainClass;
  private final ForkedJvm jvm = new ForkedJvm();
  private Consumer<String> acts = act -> {};

  /** What the program left behind. */
  public record Outcome(int exitCode, String stdout, String stderr) {}

  private OracleProgram(String version, String mainClass) {
    this.version = version;
    this.mainClass = mainClass;
  }

  /** The program {@code oracle.NAME} with a Jedis version, without the agent unless said otherwise. */
  public static OracleProgram of(String version, String name) {
    return new OracleProgram(version, "oracle." + name);
  }

  public OracleProgram withAgent() {
    jvm.withAgent();
    return this;
  }

  public OracleProgram property(String key, Object value) {
    jvm.property(key, value);
    return this;
  }

  /** What is done when the program asks for it through {@code target.control}, while it waits. */
  public OracleProgram acts(Consumer<String> acts) {
    this.acts = acts;
    return this;
  }

  public Outcome run(String... arguments) {
    Programs programs = COMPILED.computeIfAbsent(version, OracleProgram::compiled);
    try (ControlPort control = new ControlPort(acts)) {
      ForkedJvm.Outcome outcome = jvm.property("target.control", control.port())
          .run(programs, mainClass, List.of(arguments));
      return new Outcome(outcome.exitCode(), outcome.stdout(), outcome.stderr());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Programs compiled(String version) {
    Programs programs = Programs.of(version);
    String classPath = programs.classPath();
    String folder = classPath.substring(0, classPath.indexOf(File.pathSeparator));
    // One program looks into the agent itself, whose jar is on the class path of every JVM that has
    // it.
    String libraries = classPath + File.pathSeparator + ForkedJvm.agentJar();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options = List.of(
          "--release", "8", "-nowarn", "-Xlint:none", "-proc:none", "-cp", libraries, "-d", folder);
      var sources = files.getJavaFileObjectsFromPaths(sources(programs.version()));
      if (!compiler.getTask(messages, files, null, options, null, sources).call()) {
        throw new IllegalStateException(
            "the programs do not compile with Jedis " + version + "\n" + messages);
      }
      return programs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> sources(JedisVersion version) throws IOException {
    Path root = Path.of(System.getProperty("scenarios.source"))
        .resolve("../../oracle/java")
        .normalize();
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java") && compilesWith(version, file))
          .toList();
    }
  }

  private static boolean compilesWith(JedisVersion version, Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      String[] words = lines.findFirst().orElse("").split(" ");
      if (words.length < 3 || !words[0].equals("//")) {
        return true;
      }
      return version.isAtLeast(new JedisVersion(words[2])) == words[1].equals("since");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
