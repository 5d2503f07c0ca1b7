package io.clusteragent.session.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.session.Wire;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Keeps commands to send them again. */
class RequestLogTest {
  private final RequestLog log = new RequestLog();
  private final PendingCommand pending = new PendingCommand();

  private static CommandFrame frame(byte[] bytes) {
    return new CommandFrame().place(bytes, 0, bytes.length);
  }

  private byte[] kept() {
    return Arrays.copyOfRange(
        log.bytes(), pending.logStart(), pending.logStart() + pending.logLength());
  }

  @Test
  void aCommandIsReplaced() {
    log.keep(pending, frame(Wire.bytes("PING 100")));
    assertTrue(log.replace(pending, Wire.bytes("PING 20.5")));
    assertArrayEquals(Wire.bytes("PING 20.5"), kept());
  }

  @Test
  void aFullLogKeepsTheCommand() {
    log.keep(pending, frame(new byte[RequestLog.LIMIT]));
    assertFalse(log.replace(pending, new byte[1]));
    assertEquals(0, pending.logStart());
    assertEquals(RequestLog.LIMIT, pending.logLength());
  }
}
