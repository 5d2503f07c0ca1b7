package io.clusteragent.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyFramerTest {

  private final ReplyFramer framer = new ReplyFramer();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+OK\r\n",
        "-MOVED 3999 127.0.0.1:6381\r\n",
        ":-12\r\n",
        "$5\r\nhello\r\n",
        "$4\r\n\r\n\r\n\r\n",
        "$0\r\n\r\n",
        "$-1\r\n",
        "*-1\r\n",
        "*0\r\n",
        "*3\r\n$1\r\na\r\n$-1\r\n:7\r\n",
        "*2\r\n*2\r\n+a\r\n*0\r\n*1\r\n*1\r\n_\r\n",
        "%2\r\n+a\r\n:1\r\n+b\r\n*2\r\n#t\r\n,1.5\r\n",
        "~2\r\n(3492890328409238509324850943850943825024385\r\n=8\r\ntxt:text\r\n",
        ">3\r\n+message\r\n+channel\r\n$2\r\nhi\r\n",
        "|1\r\n+ttl\r\n:3600\r\n$1\r\nv\r\n",
        "*2\r\n|1\r\n+a\r\n|0\r\n:1\r\n:2\r\n:3\r\n",
        "!21\r\nSYNTAX invalid syntax\r\n",
      })
  void aReplyCutAtAnyTwoPlacesEndsAtItsLastByte(String reply) throws ProtocolException {
    byte[] bytes = (reply + "+NEXT\r\n").getBytes(ISO_8859_1);
    for (int first = 0; first < reply.length(); first++) {
      for (int second = first; second < reply.length(); second++) {
        framer.begin();
        assertEquals(first, framer.feed(bytes, 0, first));
        assertEquals(second, framer.feed(bytes, first, second));
        assertFalse(framer.atEnd(), "cut at " + first + " and " + second);
        assertEquals(reply.length(), framer.feed(bytes, second, bytes.length));
        assertTrue(framer.atEnd());
      }
    }
  }

  @Test
  void theRestOfABulkStringIsKnown() throws ProtocolException {
    framer.begin();
    byte[] bytes = "$10\r\n012".getBytes(ISO_8859_1);

    framer.feed(bytes, 0, bytes.length);
    assertEquals(7 + 2, framer.bodyLeft());
  }

  @Test
  void aBulkStringOfManyMegabytesIsOnlyCounted() throws ProtocolException {
    framer.begin();
    byte[] bytes = "$50000000\r\n0123456789".getBytes(ISO_8859_1);

    assertEquals(bytes.length, framer.feed(bytes, 0, bytes.length));
    assertEquals(50_000_000L + 2 - 10, framer.bodyLeft());
  }

  /** As an int the length is 5, and the application's client would read 5 bytes. */
  @Test
  void aLengthThatIsNoIntIsRefused() {
    assertRefused("$4294967301\r\nhello\r\n");
  }

  /** The application's client allocates what is announced. */
  @Test
  void whatTheHeapCannotHoldIsRefusedBeforeTheClientAllocatesIt() {
    long tooMany = Runtime.getRuntime().maxMemory() / 4 + 1;
    if (tooMany < Integer.MAX_VALUE) {
      assertRefused("*" + tooMany + "\r\n");
      assertRefused("%" + (tooMany / 2 + 1) + "\r\n");
    }
    assertRefused("*" + Integer.MAX_VALUE + "\r\n");
  }

  @Test
  void aReplyNestedAsDeepAsNoCommandsIsRefused() throws ProtocolException {
    byte[] deep = ("*1\r\n".repeat(500) + ":1\r\n").getBytes(ISO_8859_1);
    framer.begin();
    assertEquals(deep.length, framer.feed(deep, 0, deep.length));
    assertTrue(framer.atEnd());

    assertRefused("*1\r\n".repeat(600));
    assertRefused("*2\r\n:1\r\n".repeat(600));
  }

  @Test
  void manyValuesInARowAreNotDeep() throws ProtocolException {
    byte[] wide = ("*1000\r\n" + "*1\r\n*0\r\n".repeat(1000)).getBytes(ISO_8859_1);
    framer.begin();

    assertEquals(wide.length, framer.feed(wide, 0, wide.length));
    assertTrue(framer.atEnd());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OK\r\n",
        "\r\n",
        "?1\r\n",
        "$\r\n",
        "*\r\n",
        "$-\r\n",
        "$-2\r\n",
        "$--1\r\n",
        "*-2\r\n",
        "%-1\r\n",
        "~-1\r\n",
        ">-1\r\n",
        "|-1\r\n",
        "=-1\r\n",
        "$+1\r\n",
        "$1x\r\n",
        "$1-\r\n",
        "*1\r\n@",
        "$9999999999999\r\n",
        "*9999999999999\r\n",
        "*99999999999999999999999999\r\n",
        "+OK\n",
        "+OK\r+",
        "+O\nK\r\n",
        "*1\n",
        "$1\r1\n",
        "$3\r\nhello\r\n",
        "$3\r\nabc\n\n",
        "$3\r\nabc\r\r",
        ":\r\n",
        ":x\r\n",
        ":1x\r\n",
        ":--1\r\n",
        ":1-\r\n",
      })
  void whatIsNoReplyIsRefused(String hostile) {
    assertRefused(hostile);
  }

  private void assertRefused(String hostile) {
    framer.begin();
    byte[] bytes = hostile.getBytes(ISO_8859_1);
    assertThrows(ProtocolException.class, () -> framer.feed(bytes, 0, bytes.length));
  }

  @Test
  void nestedHugeCountsAreRefusedBeforeTheirSumOverflows() {
    assertRefused("%1000000000000\r\n".repeat(100));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+OK\r\n",
        "+\r\n",
        ":0\r\n",
        ":-12\r\n",
        "$0\r\n\r\n",
        "$3\r\na\r\n\r\n",
        "$-1\r\n",
        "_\r\n",
        "#t\r\n",
        ",1.5\r\n",
        "(12345678901234567890\r\n"
      })
  void aSimpleReplyThatLiesWholeIsSeenAtOnce(String reply) throws ProtocolException {
    byte[] bytes = ("xx" + reply + "+more\r\n").getBytes(ISO_8859_1);
    int end = 2 + reply.length();

    assertEquals(reply.length(), WholeValue.length(bytes, 2, bytes.length));
    assertEquals(reply.length(), WholeValue.length(bytes, 2, end));
    assertEquals(0, WholeValue.length(bytes, 2, end - 1), "one byte is missing");
    ReplyFramer framer = new ReplyFramer();
    framer.begin();
    assertEquals(end, framer.feed(bytes, 2, bytes.length));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+",
        "+O\nK\r\n",
        "+OK\rx\n",
        ":\r\n",
        ":-\r\n",
        ":1x\r\n",
        "$-2\r\n",
        "$--1\r\n",
        "$\r\n\r\n",
        "$1\r\nabc\r\n",
        "$99999999999999999999\r\n",
        "-ERR\r\n",
        "*1\r\n+OK\r\n",
        ">1\r\n+OK\r\n",
        "HTTP\r\n"
      })
  void anyOtherReplyIsLeftToTheFramer(String reply) {
    byte[] bytes = reply.getBytes(ISO_8859_1);

    assertEquals(0, WholeValue.length(bytes, 0, bytes.length));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*0\r\n",
        "*1\r\n$3\r\nabc\r\n",
        "*3\r\n$-1\r\n:5\r\n+OK\r\n",
        "*12\r\n:1\r\n:2\r\n:3\r\n:4\r\n:5\r\n:6\r\n:7\r\n:8\r\n:9\r\n_\r\n:11\r\n:12\r\n",
        ":7\r\n"
      })
  void anArrayOfSimpleValuesThatLiesWholeIsSeenAtOnce(String reply) throws ProtocolException {
    byte[] bytes = (reply + "*0\r\n").getBytes(ISO_8859_1);

    assertEquals(reply.length(), WholeValue.replyLength(bytes, 0, bytes.length));
    for (int end = 0; end < reply.length(); end++) {
      assertEquals(0, WholeValue.replyLength(bytes, 0, end), "it is cut at " + end);
    }
    framer.begin();
    assertEquals(reply.length(), framer.feed(bytes, 0, bytes.length));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*-1\r\n",
        "*\r\n:1\r\n",
        "*1\r\n-ERR\r\n",
        "*1\r\n*1\r\n:1\r\n",
        "*999999999999\r\n:1\r\n",
        "*2147483648\r\n:1\r\n"
      })
  void anyOtherArrayIsLeftToTheFramer(String reply) {
    byte[] bytes = reply.getBytes(ISO_8859_1);

    assertEquals(0, WholeValue.replyLength(bytes, 0, bytes.length));
  }

  @Test
  void aLineWithoutAnEndIsRefused() throws ProtocolException {
    byte[] more = new byte[1024 * 1024];
    Arrays.fill(more, (byte) 'x');
    framer.begin();
    framer.feed(new byte[] {'+'}, 0, 1);
    for (int i = 0; i < 16; i++) {
      framer.feed(more, 0, more.length);
    }
    assertThrows(ProtocolException.class, () -> framer.feed(more, 0, more.length));
  }
}
