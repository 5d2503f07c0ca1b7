package io.clusteragent.tests.places;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Writes an executable jar of Spring Boot with the layout of its Maven plugin: the classes of its loader, the program's classes,
 * and the libraries as jars inside the jar.
 */
final class BootJar {
  private static final String CLASSES = "BOOT-INF/classes/";
  private static final String LIBRARIES = "BOOT-INF/lib/";

  /** The entries by name, including folders, which have an empty content. */
  private final Map<String, byte[]> entries = new TreeMap<>();

  private final Manifest manifest = new Manifest();

  /**
   * @param loader the jar {@code spring-boot-loader}
   * @param startClass the main class of the program
   */
  BootJar(Path loader, String startClass) {
    addLoader(loader);
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, launcher());
    attributes.putValue("Start-Class", startClass);
    attributes.putValue("Spring-Boot-Classes", CLASSES);
    attributes.putValue("Spring-Boot-Lib", LIBRARIES);
    folders(CLASSES);
    folders(LIBRARIES);
  }

  private void addLoader(Path loader) {
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(loader))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.getName().endsWith(".class")
            || entry.getName().startsWith("META-INF/services/")) {
          add(entry.getName(), in.readAllBytes());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String launcher() {
    return entries.keySet().stream()
        .filter(name -> name.endsWith("/launch/JarLauncher.class")) // since Spring Boot 3.2
        .findFirst()
        .orElse("org/springframework/boot/loader/JarLauncher.class")
        .replace(".class", "")
        .replace('/', '.');
  }

  /** Adds the program's own files. */
  BootJar classes(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        add(
            CLASSES + folder.relativize(file).toString().replace('\\', '/'),
            Files.readAllBytes(file));
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  BootJar libraries(List<Path> jars) {
    try {
      for (Path jar : jars) {
        add(LIBRARIES + jar.getFileName(), Files.readAllBytes(jar));
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String name, byte[] content) {
    folders(name.substring(0, name.lastIndexOf('/') + 1));
    entries.put(name, content);
  }

  private void folders(String path) {
    for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
      entries.put(path.substring(0, end + 1), new byte[0]);
    }
  }

  Path write(Path jar) {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        out.putNextEntry(stored(each.getKey(), each.getValue()));
        try (InputStream content = new ByteArrayInputStream(each.getValue())) {
          content.transferTo(out);
        }
        out.closeEntry();
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Spring Boot reads nested jars in place, so they must not be compressed. */
  private static ZipEntry stored(String name, byte[] content) {
    ZipEntry entry = new ZipEntry(name);
    CRC32 sum = new CRC32();
    sum.update(content);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(sum.getValue());
    return entry;
  }
}
