package io.clusteragent.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {

  private static final String PING = "*1\r\n$4\r\nPING\r\n";
  private static final String SET = "*3\r\n$3\r\nSET\r\n$6\r\nuser:1\r\n$4\r\n\r\n*$\r\n";
  private static final String EMPTY_ARGUMENT = "*3\r\n$3\r\nSET\r\n$0\r\n\r\n$0\r\n\r\n";
  private static final String MANY = "*12\r\n$3\r\nDEL\r\n" + "$10\r\n0123456789\r\n".repeat(11);

  private final Request request = new Request();

  @ParameterizedTest
  @ValueSource(strings = {PING, SET, EMPTY_ARGUMENT})
  void aCommandCutAtAnyTwoPlacesReadsLikeTheWhole(String command) throws ProtocolException {
    byte[] bytes = bytes(command);
    RequestReader.whole(bytes, 0, bytes.length, request);
    String expected = Commands.text(request);

    for (int first = 0; first <= bytes.length; first++) {
      for (int second = first; second <= bytes.length; second++) {
        assertEquals(
            expected,
            Commands.fedInPieces(bytes, first, second),
            "cut at " + first + " and " + second);
      }
    }
  }

  @Test
  void aCommandFedByteByByteEndsAtItsLastByte() throws ProtocolException {
    byte[] bytes = bytes(MANY);
    RequestReader reader = new RequestReader();
    reader.begin();
    for (int at = 0; at < bytes.length; at++) {
      assertFalse(reader.atEnd(), "before byte " + at);
      assertEquals(at + 1, reader.feed(bytes, at, at + 1, request, false));
    }

    assertTrue(reader.atEnd());
    assertEquals(12, request.available());
  }

  @Test
  void aPieceThatEndsInsideTheCommandIsIncomplete() throws ProtocolException {
    byte[] bytes = bytes(SET);
    for (int to = 0; to < bytes.length; to++) {
      assertEquals(
          RequestReader.INCOMPLETE, RequestReader.whole(bytes, 0, to, request), "cut at " + to);
    }
  }

  @Test
  void theNextCommandIsNotTouched() throws ProtocolException {
    byte[] bytes = bytes("??" + SET + PING);
    int end = 2 + SET.length();

    assertEquals(end, RequestReader.whole(bytes, 2, bytes.length, request));
    RequestReader reader = new RequestReader();
    reader.begin();
    assertEquals(end, reader.feed(bytes, 2, bytes.length, request, false));
    assertEquals(bytes.length, RequestReader.whole(bytes, end, bytes.length, request));
    assertTrue(request.is(0, "PING"));
  }

  @Test
  void wholeLeavesTheArgumentsWhereTheyAre() throws ProtocolException {
    byte[] bytes = bytes(SET);
    RequestReader.whole(bytes, 0, bytes.length, request);

    assertSame(bytes, request.bytes());
    assertArrayEquals(bytes("user:1"), request.copy(1));
    assertArrayEquals(bytes("\r\n*$"), request.copy(2));
  }

  @Test
  void feedStopsBehindEachArgumentWhenAsked() throws ProtocolException {
    byte[] bytes = bytes(SET);
    RequestReader reader = new RequestReader();
    reader.begin();

    int at = reader.feed(bytes, 0, bytes.length, request, true);
    assertEquals(1, request.available());
    at = reader.feed(bytes, at, bytes.length, request, true);
    assertEquals(2, request.available());
    assertEquals(3, request.count());
    assertFalse(reader.atEnd());
    assertEquals(bytes.length, reader.feed(bytes, at, bytes.length, request, true));
    assertTrue(reader.atEnd());
  }

  @Test
  void anArgumentNobodyAsksForIsCountedThrough() throws ProtocolException {
    byte[] bytes = bytes(SET);
    RequestReader reader = new RequestReader();
    reader.begin();
    int key = reader.feed(bytes, 0, bytes.length, request, true);
    int header = reader.feed(bytes, key, SET.indexOf("$4") + 4, null, false);

    assertEquals(6, reader.bodyLeft() + SET.indexOf("$4") + 4 - header);
    assertEquals(bytes.length, reader.feed(bytes, header, bytes.length, null, false));
    assertEquals(1, request.available());
  }

  @Test
  void aHugeArgumentIsAnnouncedWithoutAllocatingIt() throws ProtocolException {
    byte[] bytes = bytes("*1073741824\r\n$2147483631\r\n");
    RequestReader reader = new RequestReader();
    reader.begin();

    assertEquals(bytes.length, reader.feed(bytes, 0, bytes.length, request, false));
    assertEquals(2147483631L + 2, reader.bodyLeft());
    assertEquals(1 << 30, request.count());
    assertEquals(RequestReader.INCOMPLETE, RequestReader.whole(bytes, 0, bytes.length, request));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PING\r\n",
        "$4\r\nPING\r\n",
        "+PING\r\n",
        "*0\r\n",
        "*-1\r\n",
        "*\r\n",
        "*+1\r\n$4\r\nPING\r\n",
        "*1\n$4\r\nPING\r\n",
        "*1\r\r\n$4\r\nPING\r\n",
        "*1x\r\n$4\r\nPING\r\n",
        "*1\r0\r\n",
        "*1073741825\r\n",
        "*99999999999999999999\r\n",
        "*1\r\n:4\r\n",
        "*1\r\n+PING\r\n",
        "*1\r\n*1\r\n",
        "*1\r\n$-1\r\n",
        "*1\r\n$\r\n",
        "*1\r\n$4\nPING\r\n",
        "*1\r\n$2147483632\r\n",
        "*1\r\n$99999999999999999999\r\n",
      })
  void whatIsNoCommandIsRefusedByBothWays(String hostile) {
    byte[] bytes = bytes(hostile);

    assertThrows(
        ProtocolException.class, () -> RequestReader.whole(bytes, 0, bytes.length, request));
    assertThrows(ProtocolException.class, () -> Commands.fedInPieces(bytes, 0, 0));
  }

  @Test
  void aReaderIsReadyAgainAfterBegin() throws ProtocolException {
    RequestReader reader = new RequestReader();
    reader.begin();
    byte[] half = Arrays.copyOf(bytes(SET), 9);
    reader.feed(half, 0, half.length, request, false);
    reader.begin();
    byte[] ping = bytes(PING);
    reader.feed(ping, 0, ping.length, request, false);
    request.bytes(ping);

    assertTrue(reader.atEnd());
    assertTrue(request.is(0, "PING"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
