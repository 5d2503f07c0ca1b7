package io.clusteragent.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ReplyPropertyTest {

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void anyReplyCutAnywhereEndsAtItsLastByte(
      @ForAll("replies") Replies.Example reply,
      @ForAll @Size(max = 10) List<@IntRange(max = 9000) Integer> places)
      throws ProtocolException {
    // Three bytes follow the reply, which the framer must not consume.
    byte[] wire = Arrays.copyOf(reply.wire(), reply.wire().length + 3);
    int length = reply.wire().length;
    int[] cuts = places.stream().mapToInt(place -> place % length).sorted().toArray();
    ReplyFramer framer = new ReplyFramer();
    framer.begin();

    int at = 0;
    for (int cut : cuts) {
      at = framer.feed(wire, at, Math.max(at, cut));
      assertEquals(Math.max(at, cut), at);
      assertFalse(framer.atEnd());
    }
    assertEquals(length, framer.feed(wire, at, wire.length));
    assertTrue(framer.atEnd());
  }

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void anyReplyIsParsedToItsMeaning(@ForAll("replies") Replies.Example reply) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(reply.wire());

    assertEquals(reply.meaning(), Replies.text(new ReplyParser(in).parse()));
    assertEquals(0, in.available());
  }

  /** Whatever a server sends, the framer and the parser come to an end. Where both accept it, they agree on its end. */
  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void framerAndParserAgreeOnDamagedReplies(
      @ForAll("replies") Replies.Example reply,
      @ForAll @IntRange(max = 9000) int place,
      @ForAll byte damage)
      throws IOException {
    byte[] wire = reply.wire().clone();
    wire[place % wire.length] = damage;
    ReplyFramer framer = new ReplyFramer();
    framer.begin();
    int framed;
    try {
      framed = framer.feed(wire, 0, wire.length);
    } catch (ProtocolException e) {
      framed = -1;
    }
    ByteArrayInputStream in = new ByteArrayInputStream(wire);
    try {
      new ReplyParser(in).parse();
    } catch (ProtocolException | EOFException e) {
      return;
    }
    assertEquals(wire.length - in.available(), framed);
    assertTrue(framer.atEnd());
  }

  /**
   * The framer skips strings of the same, or nearly the same, length in strides. It finds the same end as byte by byte.
   */
  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void aDamagedArrayOfAlikeStringsEndsAsByteByByte(
      @ForAll @Size(min = 1, max = 3) List<@From("lengths") Integer> pattern,
      @ForAll @IntRange(min = 1, max = 12) int times,
      @ForAll @IntRange(max = 5000) int place,
      @ForAll("damages") char damage) {
    StringBuilder text = new StringBuilder("*" + pattern.size() * times + "\r\n");
    for (int i = 0; i < times; i++) {
      pattern.forEach(length -> text.append("$" + length + "\r\n" + "1".repeat(length) + "\r\n"));
    }
    byte[] whole = text.toString().getBytes(ISO_8859_1);
    assertEquals(whole.length, end(whole, whole.length));

    byte[] wire = text.append("+more\r\n").toString().getBytes(ISO_8859_1);
    wire[place % whole.length] = (byte) damage;
    assertEquals(end(wire, 1), end(wire, wire.length));
  }

  /** Where the first reply ends when it arrives in pieces of a size; -1 when it does not end, -2 when it is refused. */
  private static int end(byte[] wire, int piece) {
    ReplyFramer framer = new ReplyFramer();
    framer.begin();
    int at = 0;
    try {
      while (at < wire.length && !framer.atEnd()) {
        at = framer.feed(wire, at, Math.min(wire.length, at + piece));
      }
    } catch (ProtocolException e) {
      return -2;
    }
    return framer.atEnd() ? at : -1;
  }

  @Provide
  Arbitrary<Integer> lengths() {
    return Arbitraries.of(0, 1, 8, 9, 10, 11, 16, 99, 100, 101);
  }

  @Provide
  Arbitrary<Character> damages() {
    return Arbitraries.of('$', '0', '1', '2', '9', '\r', '\n', ':', '-', 'x');
  }

  @Provide
  Arbitrary<Replies.Example> replies() {
    return Replies.any();
  }
}
