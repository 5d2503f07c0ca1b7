package oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Random commands, some of them wrong, made of the lines of {@code random-commands.txt} over a small key space. */
final class RandomCalls {
  private static final String[] VALUES = {
    "a", "b", "", "10", "-3", "2.5", "a longer value", "\u0000\u00ff\r\n"
  };
  private static final String[] MEMBERS = {"a", "b", "c", "d", "e", "1", "2", "3"};
  private static final String[] FIELDS = {"f", "g", "h", "1"};
  private static final String[] WORDS = {"KEEPTTL", "EX", "NONSENSE", "GET", "XX"};

  /** The first word too many would be a key, of another slot; without its count SPOP takes a member at random. */
  private static final List<String> UNSPOILED =
      Arrays.asList("MSETNX", "BLPOP", "BLMOVE", "BRPOPLPUSH", "BZPOPMIN", "SPOP");

  /** In front of a line: "&" not in a transaction, "*" only there. */
  private static final class Template {
    final boolean outside;
    final boolean inside;
    final Step step;

    Template(String line) {
      outside = !line.startsWith("* ");
      inside = !line.startsWith("& ");
      step = Step.of(outside && inside ? line : line.substring(2)).get(0);
    }

    boolean fits(Setting setting) {
      if (setting.oneKeyOfEachSlot && step.words.contains("$b")) {
        return false;
      }
      return setting.inTransaction ? inside : outside && (inside || setting.allMasters);
    }
  }

  private final List<Template> templates = new ArrayList<>();
  private final Map<String, List<String>> keysByTag = new LinkedHashMap<>();

  RandomCalls(Path file, List<String> keys) throws IOException {
    for (String line : Files.readAllLines(file)) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        templates.add(new Template(line));
      }
    }
    for (String key : keys) {
      keysByTag.computeIfAbsent(tag(key), unseen -> new ArrayList<>()).add(key);
    }
  }

  private static String tag(String key) {
    return key.startsWith("{") ? key.substring(0, key.indexOf('}')) : key;
  }

  List<String> keysOfOneSlot(Random random) {
    List<String> tags = new ArrayList<>(keysByTag.keySet());
    return keysByTag.get(tags.get(random.nextInt(tags.size())));
  }

  /** The next command. */
  Call next(Random random, Setting setting) {
    Template template;
    do {
      template = templates.get(random.nextInt(templates.size()));
    } while (!template.fits(setting));
    List<String> tagged = setting.inTransaction ? setting.keys : keysOfOneSlot(random);
    List<String> words = new ArrayList<>();
    for (String word : template.step.words) {
      fill(word, random, setting, tagged, words);
    }
    boolean strayKey =
        setting.inTransaction && words.get(0).equals("MSET"); // a word too many would be one
    if (!strayKey && !UNSPOILED.contains(words.get(0))) {
      spoil(random, words);
    }
    return new Call(template.step.likeness, words);
  }

  private void fill(
      String word, Random random, Setting setting, List<String> tagged, List<String> words) {
    switch (word) {
      case "$k":
        words.add(oneOf(random, setting.keys));
        return;
      case "$a":
      case "$b":
      case "$c":
        words.add(oneOf(random, tagged));
        return;
      case "$keys":
      case "$pairs":
        for (String key : several(random, setting)) {
          words.add(key);
          if (word.equals("$pairs")) {
            words.add(oneOf(random, VALUES));
          }
        }
        return;
      case "$v":
        words.add(oneOf(random, VALUES));
        return;
      case "$m":
        words.add(oneOf(random, MEMBERS));
        return;
      case "$f":
        words.add(oneOf(random, FIELDS));
        return;
      case "$x":
        words.add(oneOf(random, WORDS));
        return;
      case "$i":
        words.add(String.valueOf(random.nextInt(9) - 4));
        return;
      default:
        words.add(word.replace("$n", String.valueOf(random.nextInt(12))));
    }
  }

  private List<String> several(Random random, Setting setting) {
    List<String> several = new ArrayList<>();
    Set<String> tags = new HashSet<>();
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      String key = oneOf(random, setting.keys);
      if (tags.add(tag(key)) || !setting.oneKeyOfEachSlot) {
        several.add(key);
      }
    }
    return several;
  }

  /** Now and then a word is missing or comes twice, so that no key of another slot comes in; or the name is wrong. */
  private static void spoil(Random random, List<String> words) {
    switch (random.nextInt(60)) {
      case 0:
        if (words.size() > 1) {
          words.remove(words.size() - 1);
        }
        break;
      case 1:
        words.add(words.get(words.size() - 1));
        break;
      case 2:
        words.set(0, words.get(0) + "X");
        break;
      default:
        if (random.nextInt(4) == 0) {
          words.set(0, words.get(0).toLowerCase(Locale.ROOT));
        }
    }
  }

  private static String oneOf(Random random, String[] words) {
    return words[random.nextInt(words.length)];
  }

  private static String oneOf(Random random, List<String> words) {
    return words.get(random.nextInt(words.size()));
  }
}
