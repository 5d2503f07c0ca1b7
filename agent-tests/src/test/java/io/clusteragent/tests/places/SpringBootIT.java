package io.clusteragent.tests.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.tests.BuildLock;
import io.clusteragent.tests.ForkedJvm;
import io.clusteragent.tests.ScenarioSuite;
import io.clusteragent.tests.SourceCompiler;
import io.clusteragent.tests.Transcripts;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.resolver.api.maven.Maven;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests an executable jar of Spring Boot: RedisTemplate, cache and sessions on Jedis, configured for one server. */
@Tag("long")
class SpringBootIT {
  @AutoClose
  private static final ScenarioSuite SUITE = new ScenarioSuite();

  @TempDir
  Path folder;

  @ParameterizedTest(name = "Spring Boot {0}")
  @CsvSource({
    "2.7, 2.7.18, 8, jedis-3.8.0.jar",
    "3.5, 3.5.7, 17, jedis-6.0.0.jar",
    "4.1, 4.1.2, 17, jedis-7.4.1.jar"
  })
  void theServiceGetsTheResultsOfOneServer(String line, String version, int release, String jedis)
      throws IOException {
    List<Path> libraries = libraries(line);
    assertTrue(libraries.stream().anyMatch(jar -> jar.endsWith(jedis)), libraries::toString);
    Path jar = new BootJar(
            Artifact.file("org.springframework.boot:spring-boot-loader:" + version), "shop.Shop")
        .classes(classes(release, libraries))
        .libraries(libraries)
        .write(folder.resolve("shop.jar"));

    SUITE.flush();
    ForkedJvm.Outcome oracle = SUITE.standaloneJvm().run(List.of("-jar", jar.toString()));
    SUITE.flush();
    ForkedJvm.Outcome agent = SUITE.jvm().withAgent().run(List.of("-jar", jar.toString()));

    Transcripts expected = Transcripts.in(oracle.stdout());
    assertEquals(
        List.of("data", "cache", "sessions"),
        List.copyOf(expected.byScenario().keySet()),
        oracle::stderr);
    List<String> differences = Transcripts.in(agent.stdout()).differencesTo(expected);
    assertEquals(
        List.of(), differences, () -> String.join("\n", differences) + "\n" + agent.stderr());
    assertEquals(oracle.stdout(), agent.stdout());
    assertEquals(0, agent.exitCode(), agent::stderr);
    assertEquals(oracle.errorLines(), agent.otherErrorLines());
    assertEquals(1, agent.foundClusters().size(), agent::stderr);
    assertTrue(
        SUITE.keysOfNodes().stream().allMatch(count -> count > 0),
        () -> "keys of the nodes: " + SUITE.keysOfNodes());
  }

  private static List<Path> libraries(String line) {
    File[] files = BuildLock.holding("jars", () -> Maven.resolver()
        .loadPomFromFile(places("spring-boot-" + line + "/pom.xml").toFile())
        .importCompileAndRuntimeDependencies()
        .resolve()
        .withTransitivity()
        .asFile());
    return Arrays.stream(files).map(File::toPath).toList();
  }

  private Path classes(int release, List<Path> libraries) throws IOException {
    try (Stream<Path> sources = Files.list(places("java/shop"))) {
      Path classes = SourceCompiler.release(release)
          .classPath(libraries)
          .option("-parameters")
          .compile(sources.toList(), folder.resolve("classes"));
      Files.copy(
          places("resources/shop/application.properties"),
          classes.resolve("application.properties"));
      return classes;
    }
  }

  private static Path places(String path) {
    return Path.of(System.getProperty("places.source"), path);
  }
}
