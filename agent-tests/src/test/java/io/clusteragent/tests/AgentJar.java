package io.clusteragent.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Packages another agent, which is one class of the programs under test. */
public final class AgentJar {
  private AgentJar() {}

  /** Writes the jar into {@code folder}. */
  public static Path write(Path folder, Programs programs, String agentClass) throws IOException {
    Path jar = folder.resolve(agentClass + ".jar");
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", agentClass);
    attributes.putValue("Can-Retransform-Classes", "true");
    String entry = agentClass.replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new JarEntry(entry));
      Files.copy(programs.classes().resolve(entry), out);
    }
    return jar;
  }
}
