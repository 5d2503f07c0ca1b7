package io.clusteragent.hashtag;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.cluster.topology.HashSlot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Maps a million random names by random rules, all over an alphabet in which they meet often. */
class HashTagRulesPropertyTest {
  private static final String NAMES = "aab:::-{}";
  private static final String RULES = "aab:::-**";
  private static final int RULE_SETS = 2_000;
  private static final int NAMES_EACH = 500;

  @Test
  void namesComeBackAndNoTwoShareAKey() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int changed = 0;
    int refused = 0;
    for (int i = 0; i < RULE_SETS; i++) {
      HashTagRules rules = rules(random);
      Map<String, String> names = new HashMap<>();
      for (int j = 0; j < NAMES_EACH; j++) {
        String name = text(random, NAMES, random.nextInt(9));
        byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        try {
          byte[] key = rules.tagged(bytes);
          assertArrayEquals(bytes, rules.untagged(key), () -> name + ", seed " + seed);
          String other = names.put(new String(key, StandardCharsets.ISO_8859_1), name);
          assertTrue(
              other == null || other.equals(name), () -> other + " and " + name + ", seed " + seed);
          changed += key.length == bytes.length ? 0 : 1;
          assertTrue(
              key.length == bytes.length || HashSlot.tag(key) != null,
              () -> name + ", seed " + seed);
        } catch (AmbiguousNameException e) {
          refused++;
        }
      }
    }
    assertTrue(changed > RULE_SETS * NAMES_EACH / 10, "changed: " + changed);
    assertTrue(refused > 100, "refused: " + refused);
    assertEquals(1_000_000, RULE_SETS * NAMES_EACH);
  }

  private static HashTagRules rules(Random random) {
    while (true) {
      List<String> rules = new ArrayList<>();
      int count = random.nextInt(4);
      for (int i = 0; i < count; i++) {
        rules.add(text(random, RULES, random.nextInt(4)) + "{"
            + text(random, RULES, 1 + random.nextInt(2)) + "}"
            + text(random, RULES, random.nextInt(4)));
      }
      try {
        return HashTagRules.of(rules, random.nextBoolean() ? text(random, "ab", 1) : "");
      } catch (IllegalArgumentException e) {
        // not a rule, or one that can never match
      }
    }
  }

  private static String text(Random random, String alphabet, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
