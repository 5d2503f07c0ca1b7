package io.clusteragent.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/how-it-works.md} names existing packages and classes, and its pictures match its tables. */
class HowItWorksTest {
  private static final Path SOURCES = Path.of("src/main/java/io/clusteragent");
  private static final Pattern NAME = Pattern.compile("\\| (?:(\\w+) \\| )?`([\\w.]+)` \\|.*");
  private static final Pattern FLOOR = Pattern.compile("Floor (\\d+)");

  @Test
  void thePicturesMatchTheTables() throws IOException {
    Map<Path, String> pictures = FloorsPicture.all();
    assertFalse(pictures.isEmpty());
    for (Map.Entry<Path, String> picture : pictures.entrySet()) {
      assertEquals(
          picture.getValue(),
          Files.readString(picture.getKey()),
          "draw it again: run FloorsPicture");
    }
  }

  @Test
  void everyPackageHasItsRow() throws IOException {
    Set<String> named = names();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      Set<String> packages = files
          .filter(file -> file.endsWith("package-info.java"))
          .map(file -> SOURCES.relativize(file.getParent()).toString().replace('/', '.'))
          .filter(name -> !name.isEmpty())
          .collect(Collectors.toCollection(TreeSet::new));
      packages.removeAll(named);
      assertEquals(Set.of(), packages);
    }
  }

  @Test
  void everyNameIsAPackageOrAClass() throws IOException {
    Set<String> there = new TreeSet<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      files.forEach(file -> {
        there.add(SOURCES.relativize(file).toString().replace('/', '.'));
        there.add(file.getFileName().toString().replace(".java", ""));
      });
    }
    Set<String> named = names();
    named.removeAll(there);
    assertEquals(Set.of(), named);
  }

  /** The floor in a package's {@code package-info.java}, if it names one, is that of the package's row. */
  @Test
  void everyPackageNamesTheFloorOfItsRow() throws IOException {
    for (String line : Files.readAllLines(FloorsPicture.PAGE)) {
      Matcher row = NAME.matcher(line);
      if (row.matches() && row.group(1) != null) {
        Path folder = SOURCES.resolve(row.group(2).replace('.', '/'));
        Path described = folder.resolve("package-info.java");
        if (Files.exists(described)) {
          Matcher floor = FLOOR.matcher(Files.readString(described));
          assertEquals(
              List.of(row.group(1)),
              floor.results().map(found -> found.group(1)).toList(),
              line);
        }
      }
    }
  }

  /** The names in the tables' first code cells. */
  private static Set<String> names() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String line : Files.readAllLines(FloorsPicture.PAGE)) {
      Matcher row = NAME.matcher(line);
      if (row.matches()) {
        names.add(row.group(2));
      }
    }
    return names;
  }
}
