package io.clusteragent.tests;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Compiles programs under test once for all test JVMs, and again when a source or a library has changed.
 *
 * <p>The folder's name contains a hash of what it was compiled from. A folder gets its name when it is complete.
 */
final class ClassFolder {
  private static final int RELEASE = 8;

  private ClassFolder() {}

  /**
   * The folder of the class files.
   *
   * @param name distinguishes one set of programs from another
   */
  static Path of(String name, List<Path> libraries, List<Path> sources) {
    return BuildLock.holding(name, () -> {
      try {
        Path classes = BuildLock.folder().resolve(name + "_" + hash(libraries, sources));
        if (!Files.isDirectory(classes)) {
          deleteOlder(name);
          Path unfinished = BuildLock.folder().resolve(name + "_unfinished");
          SourceCompiler.release(RELEASE)
              .classPath(libraries)
              .option("-proc:none")
              .compile(sources, unfinished);
          Files.move(unfinished, classes);
        }
        return classes;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  /** A hash of the sources' text, and of the libraries' names, sizes and times. */
  private static String hash(List<Path> libraries, List<Path> sources) throws IOException {
    MessageDigest digest = sha256();
    for (Path library : libraries) {
      File file = library.toFile();
      String state = file.isDirectory() ? "" : file.length() + " " + file.lastModified();
      digest.update((library + " " + state + "\n").getBytes(StandardCharsets.UTF_8));
    }
    for (Path source : sources) {
      digest.update((source + "\n").getBytes(StandardCharsets.UTF_8));
      digest.update(Files.readAllBytes(source));
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void deleteOlder(String name) throws IOException {
    List<Path> older;
    try (Stream<Path> all = Files.list(BuildLock.folder())) {
      older = all.filter(path -> path.getFileName().toString().startsWith(name + "_"))
          .toList();
    }
    for (Path folder : older) {
      try (Stream<Path> tree = Files.walk(folder)) {
        tree.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }
  }
}
