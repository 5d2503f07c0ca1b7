package io.clusteragent.tests.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.tests.ForkedJvm;
import io.clusteragent.tests.OtherNodeCluster;
import io.clusteragent.tests.Programs;
import io.clusteragent.tests.ScenarioSuite;
import io.clusteragent.tests.SourceCompiler;
import io.clusteragent.tests.Transcripts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests Jedis as a bundle in Apache Felix, with the program in another bundle. */
@Tag("long")
class FelixIT {
  private static final String MAIN = "org.apache.felix.main.Main";
  private static final String FELIX = "org.apache.felix:org.apache.felix.main:7.0.5";

  /** As in other frameworks, a class that no bundle requests is not searched outside. */
  private static final String STRICT = "felix.bootdelegation.implicit=false";

  private static final String DELEGATION = "org.osgi.framework.bootdelegation=io.clusteragent.*";

  private static final OtherNodeCluster CLUSTER = new OtherNodeCluster();

  @TempDir
  Path folder;

  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"2.9.0", "3.10.0", "4.4.8", "7.4.0"})
  void startedByFelixsMainClassItNeedsNoFlag(String version) throws IOException {
    try (ScenarioSuite suite = new ScenarioSuite()) {
      ForkedJvm.Outcome seen = run(suite.jvm().withAgent(), version, suite.scenarios(version));
      ForkedJvm.Outcome oracle = suite.oracle(version);
      List<String> differences =
          Transcripts.in(seen.stdout()).differencesTo(Transcripts.in(oracle.stdout()));
      assertEquals(
          List.of(), differences, () -> String.join("\n", differences) + "\n" + seen.stderr());
      assertEquals(oracle.stdout(), seen.stdout());
      assertEquals(1, seen.foundClusters().size(), seen::stderr);
    }
  }

  /** In configurations, such as those of Karaf and Felix, the property contains packages of the JDK. */
  @Test
  void theFrameworksOwnSettingIsLeftAsItIs() throws IOException {
    for (boolean agent : new boolean[] {false, true}) {
      ForkedJvm jvm = CLUSTER.jvm();
      ForkedJvm.Outcome outcome = run(
          agent ? jvm.withAgent() : jvm,
          "7.4.0",
          List.of("scenarios.BootDelegationProgram"),
          STRICT,
          "org.osgi.framework.bootdelegation=sun.security.util");
      assertEquals(
          "== scenarios.BootDelegationProgram\nsun.security.util.Debug -> seen\n== end\n",
          outcome.stdout(),
          outcome::stderr);
    }
  }

  /** A property on the command line replaces the framework's configuration, so the agent extends it. */
  @Test
  void aSettingOnTheCommandLineIsExtended() throws IOException {
    ForkedJvm jvm = CLUSTER
        .jvm()
        .withAgent()
        .property("org.osgi.framework.bootdelegation", "sun.security.util")
        .property("org.osgi.framework.bundle.parent", "app");
    ForkedJvm.Outcome outcome = run(jvm, "7.4.0", List.of(OtherNodeCluster.PROGRAM), STRICT);
    assertTrue(OtherNodeCluster.isRouted(outcome));
    assertEquals(List.of(), outcome.otherErrorLines());
  }

  @Test
  void aStrictFrameworkWithoutThePropertyLeavesJedisPlainAndLogsTheRemedy() throws IOException {
    ForkedJvm.Outcome outcome =
        run(CLUSTER.jvm().withAgent(), "7.4.0", List.of(OtherNodeCluster.PROGRAM), STRICT);
    assertFalse(OtherNodeCluster.isRouted(outcome));
    assertEquals(1, outcome.errorLines().size(), outcome::stderr);
    assertTrue(
        outcome.stderr().contains("io.clusteragent.* to org.osgi.framework.bootdelegation"),
        outcome::stderr);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.osgi.framework.bundle.parent=app",
        "org.osgi.framework.bundle.parent=framework"
      })
  void embeddedItIsConfiguredToAskTheApplicationsLoader(String parent) throws IOException {
    ForkedJvm.Outcome outcome = embedded(CLUSTER.jvm().withAgent(), STRICT, DELEGATION, parent);
    assertTrue(OtherNodeCluster.isRouted(outcome));
    assertEquals(List.of(), outcome.otherErrorLines());
  }

  @Test
  void jedisOnTheBootClassPath() throws IOException {
    ForkedJvm jvm =
        CLUSTER.jvm().option("-Xbootclasspath/a:" + ForkedJvm.agentJar()).withAgent();
    ForkedJvm.Outcome outcome = embedded(jvm, STRICT, DELEGATION);
    assertTrue(OtherNodeCluster.isRouted(outcome));
    assertEquals(List.of(), outcome.otherErrorLines());
  }

  @Test
  void withoutEitherJedisIsLeftPlainAndOneLineReportsIt() throws IOException {
    ForkedJvm.Outcome outcome = embedded(CLUSTER.jvm().withAgent(), STRICT);
    assertFalse(OtherNodeCluster.isRouted(outcome));
    assertEquals(1, outcome.errorLines().size(), outcome::stderr);
    assertTrue(
        outcome.stderr().contains("add -Xbootclasspath/a:cluster-agent.jar to the start line"),
        outcome::stderr);
  }

  /** Starts the framework as {@code java -jar felix.jar} does, with the bundles in its folder. */
  private ForkedJvm.Outcome run(
      ForkedJvm jvm, String version, List<String> scenarios, String... more) throws IOException {
    Path config =
        Files.writeString(folder.resolve("config.properties"), """
        felix.auto.deploy.action=install,start
        felix.log.level=1
        org.osgi.framework.storage.clean=onFirstInit
        """ + String.join("\n", more));
    return jvm.property("felix.config.properties", config.toUri())
        .property("felix.scenarios", String.join(",", scenarios))
        .run(
            Artifact.file(FELIX).toString(),
            MAIN,
            List.of("-b", bundles(version).toString(), folder.resolve("cache").toString()));
  }

  private ForkedJvm.Outcome embedded(ForkedJvm jvm, String... configuration) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add(bundles("7.4.0").toString());
    arguments.add(folder.resolve("cache").toString());
    arguments.addAll(List.of(configuration));
    return jvm.property("felix.scenarios", OtherNodeCluster.PROGRAM)
        .run(
            Artifact.file(FELIX) + System.getProperty("path.separator") + classes("EmbeddedFelix"),
            "felix.EmbeddedFelix",
            arguments);
  }

  private Path classes(String source) {
    return SourceCompiler.release(8)
        .classPath(List.of(Programs.of("7.4.0").classes(), Artifact.file(FELIX)))
        .compile(
            List.of(Path.of(System.getProperty("places.source"), "java/felix", source + ".java")),
            folder.resolve(source));
  }

  private Path bundles(String version) throws IOException {
    Programs programs = Programs.of(version);
    Path bundles = Files.createDirectories(folder.resolve("bundles"));
    List<Path> jars = new ArrayList<>(programs.libraries());
    jars.add(programs.jedis());
    Matcher slf4j = Pattern.compile("slf4j-api-([\\d.]+)\\.jar").matcher(jars.toString());
    if (slf4j.find()) { // its bundle requires another bundle of the same version
      jars.add(Artifact.file("org.slf4j:slf4j-nop:" + slf4j.group(1)));
    }
    for (Path jar : jars) {
      Files.copy(jar, bundles.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Bundle-ManifestVersion", "2");
    attributes.putValue("Bundle-SymbolicName", "scenarios");
    attributes.putValue("Bundle-Activator", "felix.ScenarioActivator");
    attributes.putValue("Import-Package", "org.osgi.framework,redis.clients.jedis");
    attributes.putValue("DynamicImport-Package", "*");
    try (JarOutputStream out =
        new JarOutputStream(Files.newOutputStream(bundles.resolve("scenarios.jar")), manifest)) {
      addAll(out, classes("ScenarioActivator"));
      addAll(out, programs.classes());
    }
    return bundles;
  }

  private static void addAll(JarOutputStream out, Path classes) throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      files.filter(Files::isRegularFile).forEach(file -> {
        try {
          out.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
          Files.copy(file, (OutputStream) out);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }
  }
}
