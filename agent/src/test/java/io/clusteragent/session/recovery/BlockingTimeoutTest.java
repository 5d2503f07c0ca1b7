package io.clusteragent.session.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clusteragent.command.CommandTable;
import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.RequestReader;
import io.clusteragent.session.Wire;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockingTimeoutTest {

  @ParameterizedTest
  @CsvSource({
    "BLPOP a b 5, BLPOP a b 3.000",
    "BLPOP a 1.5, BLPOP a 0.001",
    "BLPOP a 0,",
    "BLMOVE a b LEFT RIGHT 5, BLMOVE a b LEFT RIGHT 3.000",
    "BLMPOP 5 1 a LEFT, BLMPOP 3.000 1 a LEFT",
    "XREAD COUNT 2 BLOCK 5000 STREAMS a 0, XREAD COUNT 2 BLOCK 3000 STREAMS a 0",
    "XREAD STREAMS BLOCK 5000,",
    "XREADGROUP GROUP g c BLOCK 5000 STREAMS a >, XREADGROUP GROUP g c BLOCK 3000 STREAMS a >",
    "XREADGROUP GROUP BLOCK 7000 BLOCK 5000 STREAMS a >,"
        + " XREADGROUP GROUP BLOCK 7000 BLOCK 3000 STREAMS a >",
    "XREADGROUP GROUP BLOCK 7000 STREAMS a >,",
    "GET a,",
  })
  void theTimeAlreadyWaitedIsSubtracted(String command, String reduced) throws ProtocolException {
    byte[] wire = Wire.bytes(Wire.command(command));
    Request request = new Request();
    RequestReader.whole(wire, 0, wire.length, request);
    byte[] after = BlockingTimeout.reduced(
        CommandTable.builtIn().find(request), request, TimeUnit.SECONDS.toNanos(2));

    assertEquals(
        reduced == null ? null : Wire.command(reduced), after == null ? null : Wire.text(after));
  }
}
