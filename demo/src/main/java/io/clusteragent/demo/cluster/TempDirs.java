package io.clusteragent.demo.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Temporary directories, deleted with their content: on request, at the latest when the JVM ends. */
final class TempDirs {
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private TempDirs() {}

  static Path create(String prefix) throws IOException {
    Path dir = Files.createTempDirectory(prefix);
    OPEN.add(dir);
    return dir;
  }

  static void delete(Path dir) {
    if (!OPEN.remove(dir)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(dir)) {
      List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + dir, e);
    }
  }

  static void deleteAll() {
    for (Path dir : OPEN) {
      delete(dir);
    }
  }
}
