package io.clusteragent.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the headings' anchors and the links of one page of the documentation. */
final class MarkdownPage {
  private static final String FENCE = "```";
  private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*)");
  private static final Pattern LINK =
      Pattern.compile("\\]\\(([^)\\s]+)\\)|(?:src|srcset|href)=\"([^\"]+)\"");
  private static final Pattern CODE_SPAN = Pattern.compile("`[^`]*`");

  private final List<String> text = new ArrayList<>();

  MarkdownPage(Path file) throws IOException {
    boolean inCode = false;
    for (String line : Files.readAllLines(file)) {
      if (line.strip().startsWith(FENCE)) {
        inCode = !inCode;
      } else if (!inCode) {
        text.add(line);
      }
    }
  }

  /** The anchors that GitHub makes from headings; a heading that repeats gets a number. */
  Set<String> anchors() {
    Map<String, Integer> seen = new HashMap<>();
    Set<String> anchors = new HashSet<>();
    for (String line : text) {
      Matcher heading = HEADING.matcher(line);
      if (heading.matches()) {
        String anchor = anchor(heading.group(1));
        int before = seen.merge(anchor, 1, Integer::sum) - 1;
        anchors.add(before == 0 ? anchor : anchor + "-" + before);
      }
    }
    return anchors;
  }

  private static String anchor(String heading) {
    return heading
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }

  /** The targets of its links, without those on other sites. */
  List<String> links() {
    List<String> links = new ArrayList<>();
    for (String line : text) {
      Matcher link = LINK.matcher(CODE_SPAN.matcher(line).replaceAll("code"));
      while (link.find()) {
        String target = link.group(1) == null ? link.group(2) : link.group(1);
        if (!target.contains("://")) {
          links.add(target);
        }
      }
    }
    return links;
  }
}
