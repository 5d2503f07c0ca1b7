package io.clusteragent.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RespTest {

  @Test
  void aCommandIsAnArrayOfBulkStrings() {
    assertEquals("*2\r\n$3\r\nGET\r\n$0\r\n\r\n", new String(Resp.command("GET", ""), ISO_8859_1));
  }

  @Test
  void lengthsCountBytesAndNotCharacters() {
    assertEquals("*1\r\n$3\r\n\u20ac\r\n", new String(Resp.command("\u20ac"), UTF_8));
  }

  @Test
  void repliesEndWithTheirLine() {
    assertEquals("+OK\r\n", new String(Resp.simple("OK"), ISO_8859_1));
    assertEquals("-ERR no\r\n", new String(Resp.error("ERR no"), ISO_8859_1));
  }
}
