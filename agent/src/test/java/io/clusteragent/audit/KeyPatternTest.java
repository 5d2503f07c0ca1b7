package io.clusteragent.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyPatternTest {

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "cart, cart",
    "user:42, user:*",
    "{user:42}:name, {user:*}:name",
    "session:0f3a-99bc:x, session:*:x",
    "mail:anna@example.org:read, mail:*:read",
    "token:abcdefghijklmnopqrstuvwxyz, token:*",
    "caf\u00e9, caf??",
  })
  void numbersIdsAndAddressesAreLeftOut(String key, String pattern) {
    assertEquals(pattern, KeyPattern.of(bytes(key)));
  }

  @Test
  void aPatternIsShort() {
    assertTrue(KeyPattern.of(bytes("ab:".repeat(1000))).length() <= 81);
  }

  @ParameterizedTest
  @CsvSource({
    "user:42:a, user:42:b, 'user:{*}:a, user:{*}:b'",
    "user:a, user:b, '{user}:a, {user}:b'",
    "a, b, ''",
    "{u}:a, {v}:b, ''",
  })
  void theTagIsAPartThatBothKeysShare(String key, String other, String tag) {
    assertEquals(tag, HashTag.suggestion(bytes(key), bytes(other)));
  }
}
