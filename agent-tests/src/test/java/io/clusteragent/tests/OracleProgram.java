package io.clusteragent.tests;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs a program of {@code src/oracle/java} in a JVM of its own. The programs are compiled against the scenarios of their Jedis
 * line. A first line {@code // since 3.0} or {@code // until 3.0} excludes a file from the lines for which it does not compile.
 */
public final class OracleProgram {
  private static final Map<String, String> COMPILED = new ConcurrentHashMap<>();

  private final String version;
  private final String mainClass;
  private final ForkedJvm jvm = new ForkedJvm();
  private Consumer<String> acts = act -> {};

  /** The output and exit code of the program. */
  public record Outcome(int exitCode, String stdout, String stderr) {}

  private OracleProgram(String version, String mainClass) {
    this.version = version;
    this.mainClass = mainClass;
  }

  /** Creates the run of the program {@code oracle.NAME} with a Jedis version, without the agent by default. */
  public static OracleProgram of(String version, String name) {
    return new OracleProgram(version, "oracle." + name);
  }

  public OracleProgram withAgent() {
    return withAgent("");
  }

  /**
   * @param options as after {@code -javaagent:cluster-agent.jar=}
   */
  public OracleProgram withAgent(String options) {
    jvm.withAgent(options);
    return this;
  }

  public OracleProgram property(String key, Object value) {
    jvm.property(key, value);
    return this;
  }

  /** Sets the action that runs when the program asks for it through {@code target.control}, while the program waits. */
  public OracleProgram acts(Consumer<String> acts) {
    this.acts = acts;
    return this;
  }

  public Outcome run(String... arguments) {
    String classPath = COMPILED.computeIfAbsent(version, OracleProgram::compiled);
    try (ControlPort control = new ControlPort(acts)) {
      ForkedJvm.Outcome outcome = jvm.property("target.control", control.port())
          .run(classPath, mainClass, List.of(arguments));
      return new Outcome(outcome.exitCode(), outcome.stdout(), outcome.stderr());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The class path. */
  private static String compiled(String version) {
    Programs programs = Programs.of(version);
    List<Path> libraries = new ArrayList<>(programs.classPathEntries());
    // One program uses the agent's classes, which every JVM with the agent has on its class path.
    libraries.add(ForkedJvm.agentJar());
    Path classes = ClassFolder.of("oracle-" + version, libraries, sources(programs.version()));
    return classes + File.pathSeparator + programs.classPath();
  }

  private static List<Path> sources(JedisVersion version) {
    Path root = Path.of(System.getProperty("scenarios.source"))
        .resolve("../../oracle/java")
        .normalize();
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java") && compilesWith(version, file))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
