package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks the content of the packaged jar. */
class PackagingIT {
  private static final int JAVA_8 = 52;
  private static final long LARGEST_BYTES = 1_150_000;

  private JarFile jar;

  @BeforeEach
  void open() throws IOException {
    jar = new JarFile(ForkedJvm.agentJar().toFile());
  }

  @AfterEach
  void close() throws IOException {
    jar.close();
  }

  @Test
  void allClassesAreOurOwnOrRelocated() {
    List<String> foreign = names().stream()
        .filter(name -> !name.startsWith("META-INF/") && !name.endsWith("/"))
        .filter(name -> !name.startsWith("io/clusteragent/"))
        .toList();
    assertEquals(List.of(), foreign);
    assertTrue(
        names().stream().anyMatch(name -> name.startsWith("io/clusteragent/shaded/bytebuddy/")));
    assertTrue(names().stream().anyMatch(name -> name.startsWith("io/clusteragent/shaded/slf4j/")));
  }

  @Test
  void metaInfHoldsLicencesAndNoVersionsOrServices() {
    assertEquals(
        List.of(),
        names().stream().filter(name -> name.startsWith("META-INF/versions/")).toList());
    assertEquals(
        List.of(),
        names().stream().filter(name -> name.startsWith("META-INF/services/")).toList());
    assertTrue(names().contains("META-INF/LICENSE"), () -> "" + names());
    assertTrue(names().contains("META-INF/licenses/byte-buddy/LICENSE"), () -> "" + names());
    assertTrue(names().contains("META-INF/licenses/byte-buddy/ASM"), () -> "" + names());
    assertTrue(names().contains("META-INF/licenses/slf4j/LICENSE.txt"), () -> "" + names());
  }

  @Test
  void theAgentsOwnLicenceIsTheFileOfTheRepository() throws IOException {
    JarEntry entry = jar.getJarEntry("META-INF/LICENSE");
    String licence = new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(Files.readString(Path.of("../agent/LICENSE")), licence);
    assertTrue(licence.strip().startsWith("Apache License"), licence);
  }

  @Test
  void everyClassRunsOnJava8() throws IOException {
    List<String> newer = new ArrayList<>();
    for (String name : names()) {
      if (name.endsWith(".class") && majorVersion(name) > JAVA_8) {
        newer.add(name);
      }
    }
    assertEquals(List.of(), newer);
  }

  @Test
  void theManifestNamesTheAgentAndChangesNoClassPath() throws IOException {
    Attributes manifest = jar.getManifest().getMainAttributes();
    assertEquals("io.clusteragent.ClusterAgent", manifest.getValue("Premain-Class"));
    assertEquals("io.clusteragent.ClusterAgent", manifest.getValue("Agent-Class"));
    assertEquals("io.clusteragent.ClusterAgent", manifest.getValue("Main-Class"));
    assertEquals("true", manifest.getValue("Can-Retransform-Classes"));
    // Either would break class data sharing, or allow foreign classes.
    assertNull(manifest.getValue("Boot-Class-Path"));
    assertNull(manifest.getValue("Class-Path"));
    assertNull(manifest.getValue("Multi-Release"));
  }

  @Test
  void noEntryIsThereTwice() throws IOException {
    Set<String> seen = new HashSet<>();
    List<String> twice = new ArrayList<>();
    try (ZipInputStream entries = new ZipInputStream(Files.newInputStream(ForkedJvm.agentJar()))) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        if (!seen.add(entry.getName())) {
          twice.add(entry.getName());
        }
      }
    }
    assertEquals(List.of(), twice);
  }

  @Test
  void theJarIsSmall() throws IOException {
    long size = Files.size(ForkedJvm.agentJar());
    assertTrue(size < LARGEST_BYTES, () -> size + " bytes");
  }

  /** The list of parts is inside the jar, so that a scanner that finds the jar on a machine knows its parts. */
  @Test
  void theBillOfMaterialsNamesWhatTheJarHoldsAndNothingElse() throws IOException {
    JarEntry entry = jar.getJarEntry("META-INF/sbom/cluster-agent.cdx.json");
    String bill = new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(bill.contains("\"bomFormat\" : \"CycloneDX\""), bill);
    assertEquals(
        Set.of("net.bytebuddy/byte-buddy", "org.slf4j/slf4j-api", "org.slf4j/slf4j-simple"),
        Pattern.compile("\"bom-ref\" : \"pkg:maven/([^@]+)@")
            .matcher(bill)
            .results()
            .map(found -> found.group(1))
            .filter(name -> !name.startsWith("io.clusteragent/"))
            .collect(Collectors.toSet()));
  }

  @Test
  void sourcesAndJavadocJarsAreBuilt() throws IOException {
    assertTrue(namesOf("cluster-agent-sources.jar").contains("io/clusteragent/ClusterAgent.java"));
    assertTrue(namesOf("cluster-agent-javadoc.jar").contains("io/clusteragent/ClusterAgent.html"));
  }

  /** A project that depends on the jar must not get its shaded libraries a second time. */
  @Test
  void thePublishedPomNamesNothingThatIsInsideTheJar() throws IOException {
    String pom = Files.readString(beside("dependency-reduced-pom.xml"));
    Set<String> named = Pattern.compile("<dependency>\\s*<groupId>([^<]+)<")
        .matcher(pom)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
    assertTrue(named.contains("org.junit.jupiter"), named::toString);
    assertFalse(named.contains("net.bytebuddy"), named::toString);
    assertFalse(named.contains("org.slf4j"), named::toString);
  }

  @Test
  void allEntriesHaveTheTimeOfTheRelease() throws IOException {
    Set<String> own = jar.stream()
        .filter(entry -> !entry.getName().startsWith("io/clusteragent/shaded/"))
        .map(entry -> entry.getTimeLocal().toString())
        .collect(Collectors.toSet());
    assertEquals(1, own.size(), own::toString);
  }

  @Test
  void asAProgramItPrintsItsVersionAndUsage() throws IOException {
    ForkedJvm.Outcome outcome = ForkedJvm.runJar(ForkedJvm.agentJar());
    String version = jar.getManifest().getMainAttributes().getValue("Implementation-Version");
    assertEquals(0, outcome.exitCode());
    assertTrue(outcome.stdout().contains("cluster-agent " + version), outcome::stdout);
    assertTrue(outcome.stdout().contains("-javaagent:"), outcome::stdout);
  }

  private static Path beside(String name) {
    return ForkedJvm.agentJar().resolveSibling(name);
  }

  private static List<String> namesOf(String jarBeside) throws IOException {
    try (JarFile other = new JarFile(beside(jarBeside).toFile())) {
      return other.stream().map(JarEntry::getName).toList();
    }
  }

  private List<String> names() {
    return jar.stream().map(JarEntry::getName).toList();
  }

  private int majorVersion(String name) throws IOException {
    try (DataInputStream in = new DataInputStream(jar.getInputStream(jar.getEntry(name)))) {
      in.readInt();
      in.readUnsignedShort();
      return in.readUnsignedShort();
    }
  }
}
