package io.clusteragent.tests;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts a JVM under test. {@code -Dtest.java} names its java command; the default is the one that builds. */
public final class ForkedJvm {
  private static final long LONGEST_RUN_MINUTES = 5;

  private static final Pattern TIME =
      Pattern.compile("^[A-Z][a-z]{2} \\d+, \\d{4},? [0-9:]+.[AP]M ");

  private static final Pattern FOUND_CLUSTER =
      Pattern.compile("\\[.*] INFO cluster-agent - the Redis Cluster at .* are covered");

  private static final Pattern STARTED =
      Pattern.compile("\\[.*] INFO cluster-agent - cluster-agent \\S+ is in Jedis .*");

  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    // When a test JVM is ended early, its JVMs under test end, too.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "ends JVMs under test"));
  }

  private final List<String> options = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private String java = javaCommand();

  /** The exit code and the output of a JVM. */
  public record Outcome(int exitCode, String stdout, String stderr) {
    public List<String> errorLines() {
      return stderr.lines().toList();
    }

    /** The log lines about found clusters. The agent writes them in the background, so a program may end before. */
    public List<String> foundClusters() {
      return stderr.lines().filter(FOUND_CLUSTER.asMatchPredicate()).toList();
    }

    /** The log lines with the agent's version, one for each copy of Jedis. The agent also writes them in the background. */
    List<String> startLines() {
      return stderr.lines().filter(STARTED.asMatchPredicate()).toList();
    }

    /** All other lines. */
    public List<String> otherErrorLines() {
      return stderr
          .lines()
          .filter(
              FOUND_CLUSTER.asMatchPredicate().or(STARTED.asMatchPredicate()).negate())
          .toList();
    }
  }

  /** Jedis's log lines through java.util.logging begin with the time of day. JDK 27 hashes an object in an exception. */
  static List<String> withoutTimes(List<String> lines) {
    return lines.stream()
        .map(line -> TIME.matcher(line).replaceFirst("").replaceAll("Info@\\p{XDigit}+", "Info"))
        .toList();
  }

  public ForkedJvm() {
    options.add("-Xmx768m");
    options.add("-Dfile.encoding=UTF-8");
  }

  public ForkedJvm withAgent() {
    return withAgent("");
  }

  /**
   * @param arguments the agent's options, as after {@code -javaagent:cluster-agent.jar=}
   */
  public ForkedJvm withAgent(String arguments) {
    options.add("-javaagent:" + agentJar() + (arguments.isEmpty() ? "" : "=" + arguments));
    return this;
  }

  /** Uses another java command than the one that {@code -Dtest.java} names. */
  public ForkedJvm java(String command) {
    java = command;
    return this;
  }

  public ForkedJvm environment(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Adds a flag of the JVM. */
  public ForkedJvm option(String option) {
    options.add(option);
    return this;
  }

  /** Sets the largest heap, such as {@code 64m}: of two such options Java takes the last. */
  ForkedJvm heap(String size) {
    options.add("-Xmx" + size);
    return this;
  }

  public ForkedJvm property(String key, Object value) {
    options.add("-D" + key + "=" + value);
    return this;
  }

  public Outcome run(Programs programs, String mainClass, List<String> arguments) {
    return run(programs.classPath(), mainClass, arguments);
  }

  public Outcome run(String classPath, String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add("-cp");
    command.add(classPath);
    command.add(mainClass);
    command.addAll(arguments);
    return run(command);
  }

  static Outcome runJar(Path jar, String... arguments) {
    List<String> command = new ArrayList<>(List.of("-jar", jar.toString()));
    command.addAll(List.of(arguments));
    ForkedJvm jvm = new ForkedJvm();
    jvm.options.clear();
    return jvm.run(command);
  }

  public static Path agentJar() {
    return Path.of(System.getProperty("agent.jar")).normalize();
  }

  /** Runs with these arguments after the options. */
  public Outcome run(List<String> arguments) {
    List<String> command = new ArrayList<>(options);
    command.add(0, java);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Process process = null;
    try {
      process = builder.start();
      RUNNING.add(process);
      process.getOutputStream().close();
      CompletableFuture<String> stdout = reading(process.getInputStream());
      CompletableFuture<String> stderr = reading(process.getErrorStream());
      if (!process.waitFor(LONGEST_RUN_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "the JVM did not end; it wrote\n" + stdout.join() + stderr.join());
      }
      return new Outcome(process.exitValue(), stdout.join(), stderr.join());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a JVM under test ran", e);
    } finally {
      if (process != null) {
        RUNNING.remove(process);
      }
    }
  }

  /** The feature release of the JVM under test: 8, 11, 17 ... */
  public static int version() {
    Outcome outcome = new ForkedJvm().run(List.of("-version"));
    Matcher found = Pattern.compile("version \"(?:1\\.)?(\\d+)").matcher(outcome.stderr());
    if (!found.find()) {
      throw new IllegalStateException("no Java: " + outcome);
    }
    return Integer.parseInt(found.group(1));
  }

  static String javaCommand() {
    String chosen = System.getProperty("test.java", "");
    return chosen.isEmpty()
        ? Path.of(System.getProperty("java.home"), "bin", "java").toString()
        : chosen;
  }

  private static CompletableFuture<String> reading(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> new Thread(task, "reads a JVM under test").start());
  }
}
