package io.clusteragent.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Draws the pictures of {@code docs/how-it-works.md} from its tables.
 *
 * <p>A comment {@code <!-- picture: FILE. ... -->} before a table names the picture. Rows with the same first cell become one
 * floor. Without arguments the program writes all pictures of the page; it runs in the folder {@code agent}.
 */
public final class FloorsPicture {
  static final Path PAGE = Path.of("docs/how-it-works.md");

  private static final Pattern PICTURE = Pattern.compile("<!-- picture: (\\S+\\.svg)\\b.*");
  private static final Pattern ROW = Pattern.compile("\\| (\\w+) \\| `([\\w.]+)` \\| (.*) \\|");

  private static final int WIDTH = 1000;
  private static final int MARGIN = 16;
  private static final int LABEL = 84;
  private static final int GAP = 12;
  private static final int BOX_HEIGHT = 66;
  private static final int FLOOR_HEIGHT = BOX_HEIGHT + 18;
  private static final double LETTER = 6.4;
  private static final String[] FILLS = {
    "#d9eafc", "#dcf3df", "#fdf6d3", "#ffe9cc", "#ece4fb", "#e6e8eb"
  };

  private final Map<String, List<Room>> floors = new LinkedHashMap<>();

  private record Room(String name, String words) {}

  private FloorsPicture(List<String> table) {
    for (String line : table) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        floors
            .computeIfAbsent(row.group(1), floor -> new ArrayList<>())
            .add(new Room(row.group(2), row.group(3).replace("`", "")));
      }
    }
  }

  public static void main(String[] arguments) throws IOException {
    for (Map.Entry<Path, String> picture : all().entrySet()) {
      Files.writeString(picture.getKey(), picture.getValue());
    }
  }

  /** The page's pictures: file and text. */
  static Map<Path, String> all() throws IOException {
    List<String> lines = Files.readAllLines(PAGE);
    Map<Path, String> pictures = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher picture = PICTURE.matcher(lines.get(i));
      if (picture.matches()) {
        pictures.put(
            PAGE.resolveSibling(picture.group(1)), new FloorsPicture(tableAfter(lines, i)).text());
      }
    }
    return pictures;
  }

  private static List<String> tableAfter(List<String> lines, int comment) {
    int from = comment + 1;
    while (!lines.get(from).startsWith("|")) {
      from++;
    }
    int end = from;
    while (end < lines.size() && lines.get(end).startsWith("|")) {
      end++;
    }
    return lines.subList(from, end);
  }

  private String text() {
    int height = 2 * MARGIN + floors.size() * FLOOR_HEIGHT - (FLOOR_HEIGHT - BOX_HEIGHT);
    StringBuilder out = new StringBuilder();
    out.append(head(height));
    int y = MARGIN;
    int fill = 0;
    for (Map.Entry<String, List<Room>> floor : floors.entrySet()) {
      floor(floor.getKey(), floor.getValue(), y, FILLS[fill % FILLS.length], out);
      y += FLOOR_HEIGHT;
      fill++;
    }
    return out.append("</svg>\n").toString();
  }

  /** Draws a white card, so that the picture is readable on a page of any colour. */
  private static String head(int height) {
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img"
             aria-label="The floors of the agent, each using only those below it"
             font-family="-apple-system, 'Segoe UI', Helvetica, Arial, 'DejaVu Sans', sans-serif">
          <!-- Drawn by FloorsPicture from the table in how-it-works.md; do not edit. -->
          <style>
            .name { font-size: 14px; font-weight: 600; fill: #1f2328; text-anchor: middle; }
            .word { font-size: 11.5px; fill: #3b434b; text-anchor: middle; }
            .label { font-size: 12.5px; font-style: italic; fill: #3b434b; }
          </style>
          <rect x="0.5" y="0.5" width="%3$d" height="%4$d" rx="10" fill="#ffffff" stroke="#8c959f"/>
        """.formatted(WIDTH, height, WIDTH - 1, height - 1);
  }

  private static void floor(String name, List<Room> rooms, int y, String fill, StringBuilder out) {
    out.append("  <text class=\"label\" x=\"%d\" y=\"%d\">floor %s</text>\n"
        .formatted(MARGIN + 8, y + BOX_HEIGHT / 2 + 4, name));
    int left = MARGIN + LABEL;
    int width = (WIDTH - MARGIN - left - GAP * (rooms.size() - 1)) / rooms.size();
    for (int i = 0; i < rooms.size(); i++) {
      int x = left + i * (width + GAP);
      out.append(
          "  <rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\" fill=\"%s\" stroke=\"#57606a\"/>\n"
              .formatted(x, y, width, BOX_HEIGHT, fill));
      Room room = rooms.get(i);
      List<String> lines = wrapped(room.words(), (int) (width / LETTER));
      int first = y + BOX_HEIGHT / 2 + (lines.size() == 1 ? -3 : -10);
      text("name", x + width / 2, first, room.name(), out);
      for (int line = 0; line < lines.size(); line++) {
        text("word", x + width / 2, first + 18 + 15 * line, lines.get(line), out);
      }
    }
  }

  private static void text(String style, int x, int y, String words, StringBuilder out) {
    out.append("  <text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n"
        .formatted(style, x, y, words.replace("&", "&amp;").replace("<", "&lt;")));
  }

  private static List<String> wrapped(String words, int letters) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : words.split(" ")) {
      if (line.length() > 0 && line.length() + 1 + word.length() > letters) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
