package io.clusteragent.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {

  @Test
  void wordsCompareWithoutCase() throws ProtocolException {
    Request request = command("sEt", "SETX", "SE");

    assertTrue(request.is(0, "SET"));
    assertFalse(request.is(1, "SET"));
    assertFalse(request.is(2, "SET"));
  }

  @Test
  void onlyLettersHaveACase() throws ProtocolException {
    assertFalse(command("{").is(0, "["));
  }

  @Test
  void theNameIsInUpperCaseAndItsArgumentsAreNoPartOfIt() throws ProtocolException {
    assertEquals("FT.SEARCH", command("ft.Search", "index").name());
    assertEquals("É", command("É").name());
  }

  @ParameterizedTest
  @CsvSource({"0,0", "7,7", "007,7", "2147483647,2147483647"})
  void aDecimalIntegerIsANumber(String argument, int expected) throws ProtocolException {
    assertEquals(expected, command(argument).number(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "+1", "1.0", "x", " 1", "2147483648", "99999999999"})
  void whatIsNoCountIsMinusOne(String argument) throws ProtocolException {
    assertEquals(-1, command(argument).number(0));
  }

  @Test
  void argumentsStandOneBehindTheOtherEachBehindItsHead() throws ProtocolException {
    Request request = command("MSET", "", "0123456789ab");
    String wire = new String(request.bytes(), StandardCharsets.US_ASCII);

    assertEquals("$4\r\nMSET\r\n", wire.substring(request.start(0), request.start(1)));
    assertEquals("$0\r\n\r\n", wire.substring(request.start(1), request.start(2)));
    assertEquals("$12\r\n0123456789ab\r\n", wire.substring(request.start(2), request.start(3)));
    assertEquals(wire.length(), request.start(3));
  }

  private static Request command(String... words) throws ProtocolException {
    Request request = new Request();
    byte[] bytes = Resp.command(words);
    RequestReader.whole(bytes, 0, bytes.length, request);
    return request;
  }
}
