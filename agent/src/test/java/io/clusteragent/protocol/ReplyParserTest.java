package io.clusteragent.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyParserTest {

  private static final String SLOTS =
      "*1\r\n*3\r\n:0\r\n:16383\r\n*4\r\n$9\r\n127.0.0.1\r\n:7000\r\n$2\r\nid\r\n%1\r\n+hostname\r\n+one\r\n";

  @Test
  void aReplyThatArrivesCutAnywhereIsParsed() throws IOException {
    for (int cut = 0; cut <= SLOTS.length(); cut++) {
      InputStream in =
          new SequenceInputStream(stream(SLOTS.substring(0, cut)), stream(SLOTS.substring(cut)));
      assertEquals(
          "[[0, 16383, [\"127.0.0.1\", 7000, \"id\", [\"hostname\", \"one\"]]]]",
          Replies.text(new ReplyParser(in).parse()),
          "cut at " + cut);
    }
  }

  @Test
  void aReplyThatEndsInsideIsAnEndOfStream() {
    for (int cut = 0; cut < SLOTS.length(); cut++) {
      String part = SLOTS.substring(0, cut);
      assertThrows(EOFException.class, () -> parse(part), "cut at " + cut);
    }
  }

  @Test
  void repliesAreParsedOneAtATime() throws IOException {
    ReplyParser parser =
        new ReplyParser(stream("+OK\r\n$1\r\nx\r\n-NOAUTH Authentication required.\r\n"));

    assertEquals("OK", ReplyParser.text(parser.parse()));
    assertEquals("x", ReplyParser.text(parser.parse()));
    assertEquals("NOAUTH", ((ErrorReply) parser.parse()).code());
  }

  @ParameterizedTest
  @CsvSource({"txt:myself,myself", "mkd:# a: b,# a: b", "txt:,''"})
  void aVerbatimStringIsItsTextWithoutTheFormat(String body, String text) throws IOException {
    assertEquals(text, ReplyParser.text(parse("=" + body.length() + "\r\n" + body + "\r\n")));
  }

  @ParameterizedTest
  @CsvSource({"ERR no,ERR", "NOAUTH,NOAUTH", "'',''", "' x',''"})
  void theCodeOfAnErrorIsItsFirstWord(String message, String code) {
    assertEquals(code, new ErrorReply(message).code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OK\r\n",
        ":x\r\n",
        ":\r\n",
        "$x\r\n",
        "$-2\r\n",
        "$-0\r\n",
        "$+1\r\nx\r\n",
        "$\r\n",
        "*-2\r\n",
        "%-5\r\n",
        "$3\r\nabcd\r\n",
        "$3\r\nabc\n\n",
        "$67108865\r\n",
        "$9223372036854775807\r\n",
        "*1048577\r\n",
        "%524289\r\n",
        "%4611686018427387904\r\n",
        "|9223372036854775807\r\n",
        "*9223372036854775808\r\n",
        "%-1\r\n",
        "=-1\r\n",
        "=3\r\ntxt\r\n",
        "=5\r\ntext:\r\n",
        "+OK\n+",
        "+O\rK\r\n",
      })
  void whatIsNoReplyIsRefused(String hostile) {
    assertThrows(ProtocolException.class, () -> parse(hostile));
  }

  @Test
  void aReplyNestedTooDeepIsRefused() {
    assertThrows(ProtocolException.class, () -> parse("*1\r\n".repeat(100_000)));
    assertThrows(ProtocolException.class, () -> parse("|0\r\n".repeat(100_000)));
  }

  @Test
  void aLineWithoutEndIsRefused() {
    assertThrows(ProtocolException.class, () -> parse("+" + "x".repeat(70_000)));
  }

  @Test
  void manySmallCountsDoNotAddUpToAHugeReply() {
    assertThrows(ProtocolException.class, () -> parse("*100\r\n" + "*1000000\r\n".repeat(2)));
    assertThrows(
        ProtocolException.class,
        () -> parse("*4\r\n" + ("$30000000\r\n" + "x".repeat(30_000_000) + "\r\n").repeat(3)));
  }

  @Test
  void anAnnouncedLengthTakesNoMemoryUntilItsBytesArrive() {
    long before = allocated();
    assertThrows(EOFException.class, () -> parse("$60000000\r\nshort"));
    assertThrows(EOFException.class, () -> parse("*1000000\r\n"));

    assertTrue(allocated() - before < 4_000_000, "allocated " + (allocated() - before));
  }

  private static Object parse(String wire) throws IOException {
    return new ReplyParser(stream(wire)).parse();
  }

  private static InputStream stream(String wire) {
    return new ByteArrayInputStream(wire.getBytes(ISO_8859_1));
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
