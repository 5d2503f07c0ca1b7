package io.clusteragent.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Examples of the cluster specification, "Key distribution model" and "Hash tags". */
class HashSlotTest {

  @Test
  void theCheckValueOfCrc16IsThatOfTheSpecification() {
    byte[] check = "123456789".getBytes(ISO_8859_1);

    assertEquals(0x31C3, HashSlot.crc16(check, 0, check.length));
    assertEquals(0x31C3 % 16384, HashSlot.of(check));
  }

  // As CLUSTER KEYSLOT of a Redis server answers.
  @ParameterizedTest
  @CsvSource({
    "user:1,10778",
    "foo,12182",
    "bar,5061",
    "'',0",
    "hello,866",
    "{user1000}.following,3443"
  })
  void keysHaveTheSlotsThatTheServerGivesThem(String key, int slot) {
    assertEquals(slot, slot(key));
  }

  @ParameterizedTest
  @CsvSource({
    "{user1000}.following, user1000",
    "{user1000}, user1000",
    "a{user1000}b, user1000",
    "foo{bar}{zap}, bar",
    "foo{{bar}}zap, {bar",
    "}a{b}, b",
    "{a}}, a",
    "{a{b}, a{b",
  })
  void theFirstTagThatIsNotEmptyIsHashed(String key, String tag) {
    int from = key.indexOf(tag);
    byte[] bytes = key.getBytes(ISO_8859_1);

    assertEquals(HashSlot.crc16(bytes, from, from + tag.length()) % 16384, HashSlot.of(bytes));
  }

  @ParameterizedTest
  @CsvSource({"{}", "foo{}{bar}", "{}{a}", "foo{", "foo}", "}{", "{bar", "bar}", "}bar{", "a{}"})
  void aKeyWithoutATagIsHashedWhole(String key) {
    byte[] bytes = key.getBytes(ISO_8859_1);

    assertEquals(HashSlot.crc16(bytes, 0, bytes.length) % 16384, HashSlot.of(bytes));
  }

  @Test
  void keysWithTheSameTagShareASlot() {
    assertEquals(slot("{user1000}.following"), slot("{user1000}.followers"));
    assertNotEquals(slot("foo{}{bar}"), slot("bar"));
  }

  @Test
  void theBytesOnTheWireAreHashedWhateverTheirEncoding() {
    assertNotEquals(
        HashSlot.of("\u00fc".getBytes(ISO_8859_1)), HashSlot.of("\u00fc".getBytes(UTF_8)));
    assertEquals(
        HashSlot.of(new byte[] {(byte) 0xff, 0}),
        HashSlot.of(new byte[] {'{', (byte) 0xff, 0, '}'}));
  }

  @Test
  void onlyTheKeysOwnPartOfTheArrayCounts() {
    byte[] bytes = "{x}user:1}".getBytes(ISO_8859_1);

    assertEquals(10778, HashSlot.of(bytes, 3, 6));
    assertEquals(slot("{x"), HashSlot.of(bytes, 0, 2));
  }

  /** The table against the polynomial itself, bit by bit. */
  @Test
  void theTableGivesWhatThePolynomialDoes() {
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      int crc = 0;
      for (byte b : bytes) {
        for (int bit = 7; bit >= 0; bit--) {
          boolean carry = (crc >>> 15 & 1) != (b >>> bit & 1);
          crc = (crc << 1 ^ (carry ? 0x1021 : 0)) & 0xFFFF;
        }
      }
      assertEquals(crc, HashSlot.crc16(bytes, 0, bytes.length));
    }
  }

  private static int slot(String key) {
    return HashSlot.of(key.getBytes(UTF_8));
  }
}
