package io.clusteragent.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
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
    byte[] wire =
        Arrays.copyOf(reply.wire(), reply.wire().length + 3); // more may follow, and is left alone
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

  /** Whatever a server sends, the framer and the parser end, and where both accept it they agree on its end. */
  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void damagedRepliesNeverLeadAstray(
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

  @Provide
  Arbitrary<Replies.Example> replies() {
    return Replies.any();
  }
}
