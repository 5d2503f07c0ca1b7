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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the places from which Jedis can be loaded. */
class ClassLoadingIT {
  private static final OtherNodeCluster CLUSTER = new OtherNodeCluster();

  @TempDir
  Path folder;

  @Test
  void aClassLoaderThatDelegatesOnlyToTheJdkLogsTheRemedy() {
    ForkedJvm.Outcome outcome = isolated(CLUSTER.jvm().withAgent());
    assertFalse(OtherNodeCluster.isRouted(outcome));
    assertEquals(1, outcome.errorLines().size(), outcome::stderr);
    assertTrue(
        outcome.stderr().contains("add -Xbootclasspath/a:cluster-agent.jar to the start line"),
        outcome::stderr);
  }

  @Test
  void theRemedyHelps() {
    ForkedJvm.Outcome outcome = isolated(
        CLUSTER.jvm().option("-Xbootclasspath/a:" + ForkedJvm.agentJar()).withAgent());
    assertTrue(OtherNodeCluster.isRouted(outcome));
    assertEquals(List.of(), outcome.otherErrorLines());
  }

  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"3.10.0", "7.4.0"})
  void aRelocatedCopyOfJedisIsRoutedWhenItsPackageIsNamed(String version) throws IOException {
    Programs programs = Programs.of(version);
    Path jar = RelocatedJedis.jar(programs, folder.resolve("relocated.jar"));
    ForkedJvm.Outcome without = relocated(jar, programs, "");
    ForkedJvm.Outcome with = relocated(jar, programs, "jedisPackages=" + RelocatedJedis.PACKAGE);
    assertFalse(OtherNodeCluster.isRouted(without));
    assertTrue(OtherNodeCluster.isRouted(with));
    assertEquals(without.errorLines(), with.otherErrorLines());
  }

  @Test
  void aModularApplicationUsesJedisAsAnAutomaticModule() throws IOException {
    // An automatic module requires no modules, so the libraries that are modules are named here.
    ForkedJvm.Outcome outcome = modular("ALL-MODULE-PATH");
    assertEquals("OK in the module redis.clients.jedis", outcome.stdout().strip(), outcome::stderr);
    assertEquals(List.of(), withoutSlf4j(outcome.otherErrorLines()));
  }

  @Test
  void withoutTheModulesThatJedisNeedsItIsLeftPlainAndOneLineReportsWhy() throws IOException {
    ForkedJvm.Outcome outcome = modular("java.base");
    assertTrue(outcome.stdout().startsWith("MOVED"), outcome::stdout);
    List<String> lines = withoutSlf4j(outcome.errorLines());
    assertEquals(1, lines.size(), outcome::stderr);
    assertTrue(
        lines.get(0).contains("NoClassDefFoundError: org/apache/commons/pool2/"), outcome::stderr);
  }

  /**
   * @param more modules to resolve, besides the application's module and those that it requires
   */
  private ForkedJvm.Outcome modular(String more) throws IOException {
    Programs programs = Programs.of("7.4.0");
    Path modules = module(programs);
    String path = Stream.concat(Stream.of(modules, programs.jedis()), programs.libraries().stream())
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
    return CLUSTER
        .jvm()
        .withAgent()
        .run(List.of("--module-path", path, "--add-modules", more, "-m", "acme.app/acme.app.Main"));
  }

  private static List<String> withoutSlf4j(List<String> lines) {
    return lines.stream().filter(line -> !line.startsWith("SLF4J")).toList();
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
            String reply;
            try {
              reply = jedis.set(System.getProperty("target.elsewhere"), "1");
            } catch (redis.clients.jedis.exceptions.JedisMovedDataException e) {
              reply = "MOVED";
            }
            System.out.println(reply + " in the "
                + jedis.getClass().getModule().toString().replaceFirst(" automatic", ""));
          }
        }
        """);
    return SourceCompiler.release(9)
        .option("--module-path", programs.jedis().toString())
        .compile(List.of(moduleInfo, main), folder.resolve("acme.app"));
  }

  private static ForkedJvm.Outcome isolated(ForkedJvm jvm) {
    return jvm.run(
        Programs.of("7.4.0"), "scenarios.IsolatedProgram", List.of(OtherNodeCluster.PROGRAM));
  }

  private static ForkedJvm.Outcome relocated(Path jar, Programs programs, String options) {
    String classPath = Stream.concat(Stream.of(jar), programs.libraries().stream())
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
    return CLUSTER
        .jvm()
        .withAgent(options)
        .run(classPath, "scenarios.Runner", List.of(OtherNodeCluster.PROGRAM));
  }
}
