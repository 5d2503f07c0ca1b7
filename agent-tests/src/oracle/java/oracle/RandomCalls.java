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

/** Generates random commands, some of them wrong, from the lines of {@code random-commands.txt} and a few keys. */
final class RandomCalls {
  private static final String[] VALUES = {
    "a", "b", "", "10", "-3", "2.5", "a longer value", "\u0000\u00ff\r\n"
  };
  private static final String[] MEMBERS = {"a", "b", "c", "d", "e", "1", "2", "3"};
  private static final String[] FIELDS = {"f", "g", "h", "1"};
  private static final String[] WORDS = {"KEEPTTL", "EX", "NONSENSE", "GET", "XX"};

  /** Commands without extra words: the extra word would be a key of another slot; SPOP without a count is random. */
  private static final List<String> UNSPOILED =
      Arrays.asList("MSETNX", "BLPOP", "BLMOVE", "BRPOPLPUSH", "BZPOPMIN", "SPOP");

  /** A line that begins with "&" is not used in a transaction; one with "*" is used only there. */
  private static final class Template {
    final boolean outside;
    final boolean inside;
    final Step step;

    Template(String line) {
      outside = !line.startsWith("* ");
      inside = !line.startsWith("& ");
      step = Step.of(outside && inside ? line : line.substring(2)).get(0);
    }

    boolean fits(CommandContext context) {
      if (context.oneKeyOfEachSlot && step.words.contains("$b")) {
        return false;
      }
      return context.inTransaction ? inside : outside && (inside || context.allMasters);
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

  /** What keys of one slot begin with: their hash tag, or that which the agent adds. */
  private static String tag(String key) {
    int end = key.indexOf(key.startsWith("{") ? '}' : ':');
    return end < 0 ? key : key.substring(0, end);
  }

  List<String> keysOfOneSlot(Random random) {
    List<String> tags = new ArrayList<>(keysByTag.keySet());
    return keysByTag.get(tags.get(random.nextInt(tags.size())));
  }

  /** The next command. */
  Call next(Random random, CommandContext context) {
    Template template;
    do {
      template = templates.get(random.nextInt(templates.size()));
    } while (!template.fits(context));
    List<String> tagged = context.inTransaction ? context.keys : keysOfOneSlot(random);
    List<String> words = new ArrayList<>();
    for (String word : template.step.words) {
      fill(word, random, context, tagged, words);
    }
    boolean strayKey = context.inTransaction
        && words.get(0).equals("MSET"); // an extra word would be a key of another slot
    if (!strayKey && !UNSPOILED.contains(words.get(0))) {
      spoil(random, words);
    }
    return new Call(template.step.equality, words);
  }

  private void fill(
      String word, Random random, CommandContext context, List<String> tagged, List<String> words) {
    switch (word) {
      case "$k":
        words.add(oneOf(random, context.keys));
        return;
      case "$a":
      case "$b":
      case "$c":
        words.add(oneOf(random, tagged));
        return;
      case "$keys":
      case "$pairs":
        for (String key : several(random, context)) {
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

  private List<String> several(Random random, CommandContext context) {
    List<String> several = new ArrayList<>();
    Set<String> tags = new HashSet<>();
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      String key = oneOf(random, context.keys);
      if (tags.add(tag(key)) || !context.oneKeyOfEachSlot) {
        several.add(key);
      }
    }
    return several;
  }

  /** Sometimes removes or repeats a word, such that no key of another slot is added, or makes the name wrong. */
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
