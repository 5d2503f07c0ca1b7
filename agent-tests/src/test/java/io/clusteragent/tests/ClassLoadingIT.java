package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where Jedis can be loaded from. */
class ClassLoadingIT {
  private static ElsewhereCluster cluster;

  @TempDir
  Path folder;

  @BeforeAll
  static void startCluster() {
    cluster = new ElsewhereCluster();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @Test
  void aLoaderThatPassesOnToTheJdkOnlyIsToldTheRemedy() {
    ForkedJvm.Outcome outcome = isolated(cluster.jvm().withAgent());
    assertFalse(ElsewhereCluster.isRouted(outcome));
    assertEquals(1, outcome.errorLines().size(), outcome::stderr);
    assertTrue(
        outcome.stderr().contains("add -Xbootclasspath/a:cluster-agent.jar to the start line"),
        outcome::stderr);
  }

  @Test
  void theRemedyHelps() {
    ForkedJvm.Outcome outcome = isolated(
        cluster.jvm().option("-Xbootclasspath/a:" + ForkedJvm.agentJar()).withAgent());
    assertTrue(ElsewhereCluster.isRouted(outcome));
    assertEquals(List.of(), outcome.otherErrorLines());
  }

  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"3.10.0", "7.4.0"})
  void aRelocatedCopyOfJedisIsRoutedWhenItsPackageIsNamed(String version) throws IOException {
    Programs programs = Programs.of(version);
    Path jar = RelocatedJedis.jar(programs, folder.resolve("relocated.jar"));
    ForkedJvm.Outcome without = relocated(jar, programs, "");
    ForkedJvm.Outcome with = relocated(jar, programs, "jedisPackages=" + RelocatedJedis.PACKAGE);
    assertFalse(ElsewhereCluster.isRouted(without));
    assertTrue(ElsewhereCluster.isRouted(with));
    assertEquals(without.errorLines(), with.otherErrorLines());
  }

  @Test
  void aModularApplicationUsesJedisAsAnAutomaticModule() throws IOException {
    Programs programs = Programs.of("7.4.0");
    Path modules = module(programs);
    String path = Stream.concat(Stream.of(modules, programs.jedis()), programs.libraries().stream())
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
    ForkedJvm.Outcome outcome = cluster
        .jvm()
        .withAgent()
        .run(List.of(
            "--module-path",
            path,
            "--add-modules",
            "ALL-MODULE-PATH", // the libraries that are modules: an automatic one requires nothing
            "-m",
            "acme.app/acme.app.Main"));
    assertEquals("OK in the module redis.clients.jedis", outcome.stdout().strip(), outcome::stderr);
    assertEquals(
        List.of(),
        outcome.otherErrorLines().stream()
            .filter(line -> !line.startsWith("SLF4J"))
            .toList());
  }

  /** Compiles a module that requires Jedis. */
  private Path module(Programs programs) throws IOException {
    Path source = Files.createDirectories(folder.resolve("source/acme/app"));
    Path moduleInfo = Files.writeString(
        folder.resolve("source/module-info.java"),
        "module acme.app { requires redis.clients.jedis; }");
    Path main = Files.writeString(source.resolve("Main.java"), """
        package acme.app;
        public class Main {
          public static void main(String[] arguments) {
            redis.clients.jedis.Jedis jedis = new redis.clients.jedis.Jedis(
                System.getProperty("target.host"), Integer.getInteger("target.port"));
            System.out.println(jedis.set(System.getProperty("target.elsewhere"), "1") + " in the "
                + jedis.getClass().getModule().toString().replaceFirst(" automatic", ""));
          }
        }
        """);
    Path classes = folder.resolve("acme.app");
    int failed = ToolProvider.getSystemJavaCompiler()
        .run(
            null,
            null,
            null,
            "--module-path",
            programs.jedis().toString(),
            "-d",
            classes.toString(),
            moduleInfo.toString(),
            main.toString());
    assertEquals(0, failed);
    return classes;
  }

  private static ForkedJvm.Outcome isolated(ForkedJvm jvm) {
    return jvm.run(
        Programs.of("7.4.0"), "scenarios.IsolatedProgram", List.of(ElsewhereCluster.PROGRAM));
  }

  private static ForkedJvm.Outcome relocated(Path jar, Programs programs, String options) {
    String classPath = Stream.concat(Stream.of(jar), programs.libraries().stream())
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
    return cluster
        .jvm()
        .withAgent(options)
        .run(classPath, "scenarios.Runner", List.of(ElsewhereCluster.PROGRAM));
  }
}
