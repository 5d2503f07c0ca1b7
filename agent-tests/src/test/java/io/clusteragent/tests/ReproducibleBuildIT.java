package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that the same sources give the same bytes in any directory, so that anybody can verify a release. */
@Tag("long")
class ReproducibleBuildIT {
  private static final long LONGEST_BUILD_MINUTES = 10;

  @TempDir
  Path elsewhere;

  @Test
  void theSameSourcesInAnotherFolderMakeTheSameJars() throws Exception {
    Path built = ForkedJvm.agentJar().getParent();
    Path module = built.getParent();
    Path root = module.getParent();
    for (String file : List.of(
        "pom.xml",
        ".mvn/jvm.config",
        "agent/pom.xml",
        "agent/src",
        "agent-tests/pom.xml",
        "demo/pom.xml")) {
      copy(root.resolve(file), elsewhere.resolve(file));
    }
    Path log = elsewhere.resolve("build.log");
    Process build = new ProcessBuilder(
            System.getProperty("maven.home") + "/bin/mvn",
            "-B",
            "-ntp",
            "-q",
            "-pl",
            "agent",
            "-DskipTests",
            "package")
        .directory(elsewhere.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
    assertTrue(build.waitFor(LONGEST_BUILD_MINUTES, TimeUnit.MINUTES), "the build does not end");
    assertEquals(0, build.exitValue(), Files.readString(log));
    for (String jar : List.of("cluster-agent", "cluster-agent-sources", "cluster-agent-javadoc")) {
      long difference = Files.mismatch(
          built.resolve(jar + ".jar"), elsewhere.resolve("agent/target").resolve(jar + ".jar"));
      assertEquals(-1, difference, jar + ".jar differs at this byte");
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }
}
