package io.clusteragent.cluster.topology;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.clusteragent.protocol.Request;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Examples of the cluster specification, "Key distribution model" and "Hash tags". */
class HashSlotTest {

  @Test
  void theCheckValueOfCrc16IsThatOfTheSpecification() {
    assertEquals(0x31C3 % 16384, HashSlot.of("123456789".getBytes(ISO_8859_1)));
  }

  // The slots are a Redis server's replies to CLUSTER KEYSLOT.
  @ParameterizedTest
  @CsvSource({
    "user:1,10778",
    "foo,12182",
    "bar,5061",
    "'',0",
    "hello,866",
    "{user1000}.following,3443"
  })
  void keysHaveTheSlotsThatAServerComputes(String key, int slot) {
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

    assertEquals(slotOfWhole(bytes, from, from + tag.length()), HashSlot.of(bytes));
  }

  @ParameterizedTest
  @CsvSource({"{}", "foo{}{bar}", "{}{a}", "foo{", "foo}", "}{", "{bar", "bar}", "}bar{", "a{}"})
  void aKeyWithoutATagIsHashedCompletely(String key) {
    byte[] bytes = key.getBytes(ISO_8859_1);

    assertEquals(slotOfWhole(bytes, 0, bytes.length), HashSlot.of(bytes));
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

  /** The bytes around a key, the position of its tag, and all lengths vary. */
  @Test
  void randomKeysHaveTheSlotsOfThePolynomial() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(80)];
      for (int b = 0; b < bytes.length; b++) {
        int any = random.nextInt(40);
        bytes[b] = (byte) (any == 0 ? '{' : any == 1 ? '}' : random.nextInt());
      }
      int from = random.nextInt(bytes.length + 1);
      int end = from + random.nextInt(bytes.length + 1 - from);

      int slot = slotByTheSpecification(bytes, from, end);

      assertEquals(slot, HashSlot.of(bytes, from, end - from));
      Request request = new Request();
      request.begin(1);
      request.bytes(bytes);
      request.add(from, end - from);
      assertEquals(slot, HashSlot.of(request, 0));
    }
  }

  private static int slotByTheSpecification(byte[] bytes, int from, int end) {
    String key = new String(bytes, from, end - from, ISO_8859_1);
    int open = key.indexOf('{');
    int close = open < 0 ? -1 : key.indexOf('}', open);
    return close > open + 1
        ? slotOfWhole(bytes, from + open + 1, from + close)
        : slotOfWhole(bytes, from, end);
  }

  /** Computes the slot from the polynomial itself, bit by bit. */
  private static int slotOfWhole(byte[] bytes, int from, int end) {
    int crc = 0;
    for (int i = from; i < end; i++) {
      for (int bit = 7; bit >= 0; bit--) {
        boolean carry = (crc >>> 15 & 1) != (bytes[i] >>> bit & 1);
        crc = (crc << 1 ^ (carry ? 0x1021 : 0)) & 0xFFFF;
      }
    }
    return crc % 16384;
  }

  private static int slot(String key) {
    return HashSlot.of(key.getBytes(UTF_8));
  }
}
