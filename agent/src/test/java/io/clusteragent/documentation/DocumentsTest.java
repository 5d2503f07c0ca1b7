package io.clusteragent.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.config.Option;
import io.clusteragent.config.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README is short, every link of every page resolves, and every page can be reached. */
class DocumentsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path README = ROOT.resolve("README.md");
  private static final int MAX_README_LINES = 150;

  /** An option's row: its key, values, default and description. */
  private static final Pattern OPTION_ROW =
      Pattern.compile("\\| `(\\w+)` \\| .* \\| `\\w+` \\| .* \\|");

  private static final Pattern TEST_NAME = Pattern.compile("`(?:\\w+\\.)*(\\w*[a-z](?:Test|IT))`");

  @Test
  void theReadmeHasAtMost150Lines() throws IOException {
    int lines = Files.readAllLines(README).size();
    assertTrue(lines <= MAX_README_LINES, () -> lines + " lines");
  }

  @Test
  void everyLinkResolves() throws IOException {
    assertEquals(List.of(), brokenLinks(pages()));
  }

  @Test
  void brokenLinksAreFound(@TempDir Path folder) throws IOException {
    Path page = folder.resolve("page.md");
    Files.writeString(
        page,
        "# A `code` word\n[ok](#a-code-word) [no](#nothing) `[not a link](x.md)`\n```\n# no heading\n```\n"
            + "[gone](gone.md) [no](#no-heading) [site](https://example.org/)\n");
    assertEquals(
        List.of("#nothing", "gone.md", "#no-heading"),
        brokenLinks(List.of(page)).stream().map(link -> link.split(" -> ")[1]).toList());
  }

  @Test
  void everyPageCanBeReachedFromTheReadme() throws IOException {
    Set<Path> reached = new TreeSet<>(List.of(README));
    List<Path> next = new ArrayList<>(reached);
    while (!next.isEmpty()) {
      Path page = next.remove(next.size() - 1);
      for (String link : new MarkdownPage(page).links()) {
        Path target = target(page, link);
        if (link.split("#")[0].endsWith(".md") && reached.add(target)) {
          next.add(target);
        }
      }
    }
    Set<Path> missing = new TreeSet<>(pages());
    missing.removeAll(reached);
    assertEquals(Set.of(), missing);
  }

  /** The README's descriptions are shorter than the definitions'; its keys, values and defaults are the same. */
  @Test
  void theReadmesOptionsAreThoseOfTheDefinitions() throws IOException {
    Set<String> known = new TreeSet<>();
    for (Option<?> option : Options.all()) {
      known.add("| `" + option.key() + "` | " + option.values().replace("|", "\\|") + " | `"
          + option.defaultText() + "` |");
    }
    int rows = 0;
    for (String line : Files.readAllLines(README)) {
      Matcher row = OPTION_ROW.matcher(line);
      if (row.matches()) {
        rows++;
        assertTrue(known.stream().anyMatch(line::startsWith), line);
      }
    }
    assertTrue(rows >= 5, "rows of options: " + rows);
  }

  @Test
  void everyTestThatAPageNamesExists() throws IOException {
    Set<String> missing = new TreeSet<>();
    for (Path page : pages()) {
      TEST_NAME
          .matcher(Files.readString(page))
          .results()
          .map(found -> found.group(1))
          .forEach(missing::add);
    }
    assertTrue(missing.contains("ForeignNodesTest"), missing::toString);
    for (String module : List.of("agent", "agent-tests", "demo")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        files.forEach(file -> missing.remove(file.getFileName().toString().replace(".java", "")));
      }
    }
    assertEquals(Set.of(), missing);
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(README));
    for (String folder : List.of("agent", "agent/docs", "demo")) {
      try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
      }
    }
    return pages;
  }

  /** Returns each broken link as {@code page -> link}. */
  private static List<String> brokenLinks(List<Path> pages) throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages) {
      for (String link : new MarkdownPage(page).links()) {
        Path target = target(page, link);
        int hash = link.indexOf('#');
        boolean resolves = Files.exists(target)
            && (hash < 0 || new MarkdownPage(target).anchors().contains(link.substring(hash + 1)));
        if (!resolves) {
          broken.add(page + " -> " + link);
        }
      }
    }
    return broken;
  }

  private static Path target(Path page, String link) {
    String file = link.split("#", 2)[0];
    return file.isEmpty() ? page : page.resolveSibling(file).normalize();
  }
}
