package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests archives of loaded classes, which make a start faster: AppCDS up to JDK 24, an AOT cache from 25 on. The commands are
 * those of {@code docs/performance.md}. With the options used here the JVM ends when it cannot use the archive.
 */
class ArchiveIT {
  private static final int FIRST_WITH_APP_CDS = 11;
  private static final int FIRST_WITH_AOT_CACHE = 25;

  private static final OtherNodeCluster CLUSTER = new OtherNodeCluster();

  private static final int JDK = ForkedJvm.version();

  @TempDir
  Path folder;

  private String application;
  private String withAgentBehind;

  @BeforeEach
  void packApplication() {
    assumeTrue(JDK >= FIRST_WITH_APP_CDS, "JDK " + JDK + " archives no classes of applications");
    Programs programs = Programs.of("7.4.0");
    Path jar = folder.resolve("application.jar");
    // An archive can contain classes of jars only.
    int exitCode = ToolProvider.findFirst("jar")
        .orElseThrow()
        .run(
            System.out,
            System.err,
            "--create",
            "--file=" + jar,
            "-C",
            "" + programs.classes(),
            ".");
    assertEquals(0, exitCode);
    List<String> path = new ArrayList<>(List.of("" + jar, "" + programs.jedis()));
    programs.libraries().forEach(library -> path.add("" + library));
    application = String.join(File.pathSeparator, path);
    withAgentBehind = application + File.pathSeparator + ForkedJvm.agentJar();
  }

  @Test
  void anArchiveTrainedWithTheAgentHoldsItsClassesAndIsRouted() throws IOException {
    Path archive = folder.resolve("archive");
    if (JDK >= FIRST_WITH_AOT_CACHE) {
      train(jvm().option("-XX:AOTCacheOutput=" + archive).withAgent(), withAgentBehind);
      startsFrom(jvm().option("-XX:AOTCache=" + archive).option("-XX:AOTMode=on"));
    } else {
      Path list = folder.resolve("classes");
      train(jvm().option("-XX:DumpLoadedClassList=" + list).withAgent(), withAgentBehind);
      dump(list, archive, withAgentBehind);
      startsFrom(jvm().option("-XX:SharedArchiveFile=" + archive).option("-Xshare:on"));
    }
  }

  /** The JVM refuses the archive, or uses it and lets the agent weave; Jedis is never left plain silently. */
  @Test
  void anArchiveTrainedWithoutTheAgentDoesNotKeepItFromWeaving() {
    Path archive = folder.resolve("archive");
    if (JDK >= FIRST_WITH_AOT_CACHE) {
      train(jvm().option("-XX:AOTCacheOutput=" + archive), application);
      ForkedJvm.Outcome outcome =
          routed(jvm().option("-XX:AOTCache=" + archive).withAgent(), application);
      String said = outcome.stdout() + outcome.stderr();
      assertTrue(said.contains("An error has occurred while processing the AOT cache"), said);
    } else {
      Path list = folder.resolve("classes");
      train(jvm().option("-XX:DumpLoadedClassList=" + list), application);
      dump(list, archive, application);
      routed(
          jvm().option("-XX:SharedArchiveFile=" + archive).option("-Xshare:on").withAgent(),
          application);
    }
  }

  private void startsFrom(ForkedJvm jvm) throws IOException {
    Path log = folder.resolve("loaded");
    ForkedJvm.Outcome outcome =
        routed(jvm.option("-Xlog:class+load:file=" + log).withAgent(), withAgentBehind);
    assertEquals(List.of(), outcome.otherErrorLines());
    String session = Files.readAllLines(log).stream()
        .filter(line -> line.contains("io.clusteragent.session.state.Session "))
        .findFirst()
        .orElseThrow();
    assertTrue(session.contains("source: shared objects file"), session);
  }

  /** The JVM also writes to stdout, which classes it leaves out. */
  private static void train(ForkedJvm jvm, String classPath) {
    ForkedJvm.Outcome outcome =
        jvm.run(classPath, "scenarios.Runner", List.of(OtherNodeCluster.PROGRAM));
    assertEquals(0, outcome.exitCode(), outcome::toString);
  }

  private static void dump(Path classes, Path archive, String classPath) {
    ForkedJvm.Outcome outcome = new ForkedJvm()
        .option("-Xshare:dump")
        .option("-XX:SharedClassListFile=" + classes)
        .option("-XX:SharedArchiveFile=" + archive)
        .run(List.of("-cp", classPath));
    assertEquals(0, outcome.exitCode(), outcome::toString);
  }

  private static ForkedJvm.Outcome routed(ForkedJvm jvm, String classPath) {
    ForkedJvm.Outcome outcome =
        jvm.run(classPath, "scenarios.Runner", List.of(OtherNodeCluster.PROGRAM));
    assertTrue(OtherNodeCluster.isRouted(outcome), outcome::toString);
    return outcome;
  }

  private static ForkedJvm jvm() {
    return CLUSTER.jvm();
  }
}
