package io.clusteragent.tests.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.clusteragent.tests.ForkedJvm;
import io.clusteragent.tests.Programs;
import io.clusteragent.tests.ScenarioSuite;
import io.clusteragent.tests.SourceCompiler;
import io.clusteragent.tests.Transcripts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests two web applications in one Tomcat, each with its own Jedis. */
@Tag("long")
class TomcatIT {
  @AutoClose
  private static final ScenarioSuite SUITE = new ScenarioSuite();

  @TempDir
  Path folder;

  @ParameterizedTest(name = "Tomcat {0}")
  @CsvSource({"9.0.98, javax", "10.1.59, jakarta", "11.0.25, jakarta"})
  void bothApplicationsGetTheResultsOfOneServer(String version, String servlets)
      throws IOException {
    try (Tomcat tomcat = Tomcat.unpack(version, folder)) {
      war(tomcat, servlets, "old", "2.9.0");
      war(tomcat, servlets, "new", "7.4.0");
      tomcat.start(SUITE.jvm().withAgent());
      tomcat.awaitStart();
      tomcat.await("old", true);
      tomcat.await("new", true);
      assertEquals(List.of(), differences(tomcat, "old", "2.9.0"));
      assertEquals(List.of(), differences(tomcat, "new", "7.4.0"));

      // What the agent learned from one application must survive it, but not keep it in memory.
      Files.delete(tomcat.applications().resolve("old.war"));
      tomcat.await("old", false);
      assertEquals(List.of(), differences(tomcat, "new", "7.4.0"));
      tomcat.awaitNoLeaks("new");
      war(tomcat, servlets, "old", "4.4.8");
      tomcat.await("old", true);
      assertEquals(List.of(), differences(tomcat, "old", "4.4.8"));

      ForkedJvm.Outcome outcome = tomcat.stop();
      assertEquals("", outcome.stdout());
      assertEquals(1, outcome.foundClusters().size(), outcome::stderr);
      assertFalse(outcome.stderr().contains("thread named [cluster-agent"), outcome::stderr);
    }
  }

  private static List<String> differences(Tomcat tomcat, String application, String version) {
    SUITE.flush();
    Map<String, List<String>> seen = new LinkedHashMap<>();
    for (String scenario : SUITE.scenarios(version)) {
      seen.put(scenario, tomcat.lines("/" + application + "/run?scenario=" + scenario));
    }
    return new Transcripts(seen, List.of())
        .differencesTo(Transcripts.in(SUITE.oracle(version).stdout()));
  }

  /** Adds an application atomically, because Tomcat reads the folder while it runs. */
  private void war(Tomcat tomcat, String servlets, String name, String version) throws IOException {
    Programs programs = Programs.of(version);
    Path source = Files.createDirectories(folder.resolve("source"));
    List<Path> sources = new ArrayList<>();
    for (String servlet : List.of("ScenarioServlet.java", "LeaksServlet.java")) {
      String text =
          Files.readString(Path.of(System.getProperty("places.source"), "java/tomcat", servlet));
      sources.add(Files.writeString(
          source.resolve(servlet), text.replace("javax.servlet", servlets + ".servlet")));
    }
    Path servlet = SourceCompiler.release(8)
        .classPath(List.of(programs.classes(), tomcat.library("servlet-api.jar")))
        .compile(sources, folder.resolve("servlet"));
    Path war = folder.resolve(name + ".war");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(war))) {
      addAll(out, "WEB-INF/classes/", servlet);
      addAll(out, "WEB-INF/classes/", programs.classes());
      List<Path> jars = new ArrayList<>(programs.libraries());
      jars.add(programs.jedis());
      for (Path jar : jars) {
        add(out, "WEB-INF/lib/" + jar.getFileName(), jar);
      }
    }
    Files.move(war, tomcat.applications().resolve(name + ".war"));
  }

  private static void addAll(JarOutputStream out, String prefix, Path classes) throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> add(out, prefix + classes.relativize(file), file));
    }
  }

  private static void add(JarOutputStream out, String name, Path file) {
    try {
      out.putNextEntry(new ZipEntry(name));
      Files.copy(file, (OutputStream) out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
