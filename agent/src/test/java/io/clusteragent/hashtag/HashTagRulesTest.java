package io.clusteragent.hashtag;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HashTagRulesTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String tagged(HashTagRules rules, String name) throws AmbiguousNameException {
    byte[] key = rules.tagged(bytes(name));
    assertArrayEquals(bytes(name), rules.untagged(key), "and back");
    return new String(key, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "cart:{*}:*, cart:42:items, cart:{42}:items",
    "cart:{*}:*, cart:42:items:7, cart:{42}:items:7",
    "cart:{*}:*, cart:42:, cart:{42}:",
    "cart:{*}:*, cart:42, cart:42",
    "cart:{*}:*, cart::items, cart::items",
    "cart:{*}:*, cart, cart",
    "user:{*}, user:7:name, user:{7:name}",
    "user:{*}, user:, user:",
    "{*}:*, a:b:c, {a}:b:c",
    "{shop}:*, shop:1, {shop}:1",
    "*:{u*}:end, a:b:u1:end, a:b:{u1}:end",
    "*:{u*}:end, a:u2:b:u1:end, a:u2:b:{u1}:end",
    "o-{*-x}-*, o-1-x-2, o-1-x-2",
    "o-{a*x}-*, o-abx-2, o-{abx}-2",
    "o-{a*x}-*, o-aby-2, o-aby-2",
    "cart:{*}:*, cart:{42}, cart:{42}",
    "cart:{*}:*, cart:4{2:items, cart:{4{2}:items",
    "cart:{*}:*, cart:4}2:items, cart:4}2:items",
    "*:{*}, a{b:c, a{b:c",
    "name-{*}-*, name-é-1, name-{é}-1",
  })
  void aRuleMarksThePartBetweenItsBraces(String rule, String name, String key)
      throws AmbiguousNameException {
    assertEquals(key, tagged(HashTagRules.of(Collections.singletonList(rule), ""), name));
  }

  @Test
  void theFirstRuleThatMatchesDecides() throws AmbiguousNameException {
    HashTagRules rules = HashTagRules.of(Arrays.asList("cart:{*}:items", "cart:{*}", "{*}:*"), "");
    assertEquals("cart:{1}:items", tagged(rules, "cart:1:items"));
    assertEquals("cart:{1:other}", tagged(rules, "cart:1:other"));
    assertEquals("{user}:1", tagged(rules, "user:1"));
    assertEquals("alone", tagged(rules, "alone"));
  }

  @Test
  void theTagOfTheServiceIsTheLastRule() throws AmbiguousNameException {
    HashTagRules rules = HashTagRules.of(Collections.singletonList("cart:{*}:*"), "shop");
    assertEquals("cart:{1}:items", tagged(rules, "cart:1:items"));
    assertEquals("{shop}user", tagged(rules, "user"));
    assertEquals("{shop}", tagged(rules, ""));
    assertEquals("{shop}a}b{", tagged(rules, "a}b{"));
    assertEquals("{shop}{}", tagged(rules, "{}"));
    assertEquals("{own}name", tagged(rules, "{own}name"));
  }

  @Test
  void withoutRulesNothingIsCopied() throws AmbiguousNameException {
    byte[] name = bytes("{shop}cart");
    assertTrue(HashTagRules.NONE.isEmpty());
    assertSame(name, HashTagRules.NONE.tagged(name));
    assertSame(name, HashTagRules.NONE.untagged(name));
  }

  @Test
  void bytesThatAreNoTextComeBack() throws AmbiguousNameException {
    HashTagRules rules = HashTagRules.of(Collections.singletonList("b:{*}:*"), "all");
    for (int value = -128; value < 128; value++) {
      byte[] name = {'b', ':', (byte) value, 0, (byte) 255, ':', (byte) value};
      assertArrayEquals(name, rules.untagged(rules.tagged(name)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cart:{*}:*, '', cart:{42}:items",
    "cart:{*}:*, shop, {shop}name",
    "{shop}*, shop, name",
  })
  void aNameIsRefusedWhoseKeyStandsForAnother(String rule, String all, String name) {
    HashTagRules rules = HashTagRules.of(Collections.singletonList(rule), all);
    AmbiguousNameException refused =
        assertThrows(AmbiguousNameException.class, () -> rules.tagged(bytes(name)));
    assertTrue(
        refused.getMessage().startsWith("this key is the one that the rule "), refused::getMessage);
  }

  @ParameterizedTest
  @CsvSource({
    "cart:{*}:*, cart:{42}",
    "cart:{*}:*, order:{42}:items",
    "cart:{*}:*, cart:{4:2}:items",
    "cart:{*}:*, cart:{}:items",
    "cart:{*}:*, x{shop}",
  })
  void aKeyThatMerelyLooksLikeATaggedOneIsLeftAlone(String rule, String key) {
    HashTagRules rules = HashTagRules.of(Collections.singletonList(rule), "shop");
    byte[] bytes = bytes(key);
    assertSame(bytes, rules.untagged(bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "cart:*, '', needs exactly one pair of braces",
    "{*}:{*}, '', needs exactly one pair of braces",
    "}a{, '', needs exactly one pair of braces",
    "cart:{}:*, '', has an empty hash tag",
    "cart:{*:*}:*, '', has two * between its braces",
    "cart:{*}*, '', does not say where the hash tag ends",
    "cart:{*}:*|cart:{*}:*, '', can never match",
    "cart:{*}:*|cart:{*}:items, '', can never match",
    "cart:{*}:*|cart:{x}:items, '', can never match",
    "{*}|cart:{*}:items, '', can never match",
    "{*}, shop, matches every name",
    "cart:{*}:*, {shop}, has a brace",
  })
  void aRuleThatCannotBeMeantIsRefused(String rules, String all, String reason) {
    List<String> texts = Arrays.asList(rules.split("\\|"));
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> HashTagRules.of(texts, all));
    assertTrue(refused.getMessage().contains(reason), refused::getMessage);
  }

  @ParameterizedTest
  @CsvSource({
    "cart:{*}:*|cart:{*}",
    "cart:{*}:*|cart:*{x}",
    "cart:{*}:*|order:{*}:*",
    "cart:{*}:items|cart:{*}:*",
    "user:{*}:*|user:*:{x}",
  })
  void aRuleThatStillMatchesSomeNamesIsTaken(String rules) {
    assertTrue(!HashTagRules.of(Arrays.asList(rules.split("\\|")), "").isEmpty());
  }
}
