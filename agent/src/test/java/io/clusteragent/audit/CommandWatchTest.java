package io.clusteragent.audit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.clusteragent.protocol.Resp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that bytes reach the server unchanged, whatever fails while the agent reads them. */
class CommandWatchTest {
  private final FindingLog log = new FindingLog(false);
  private final ByteArrayOutputStream server = new ByteArrayOutputStream();
  private final CommandWatch watch =
      new CommandWatch(server, new CompatibilityCheck(log), log, () -> {});

  private static byte[] commands() {
    ByteArrayOutputStream commands = new ByteArrayOutputStream();
    for (int i = 0; i < 50; i++) {
      commands.writeBytes(Resp.command("SET", "key:" + i, "x".repeat(i * 7)));
      commands.writeBytes(Resp.command("MGET", "b", "c"));
    }
    return commands.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64, 1000, 100_000})
  void piecesOfAnySizeAreForwardedAndRead(int size) throws IOException {
    byte[] commands = commands();
    for (int from = 0; from < commands.length; from += size) {
      watch.write(commands, from, Math.min(size, commands.length - from));
    }

    assertArrayEquals(commands, server.toByteArray());
    assertEquals(50, log.compatibleCount());
    assertEquals(50, log.findings().get(0).count());
    assertEquals(0, log.unreadCount());
  }

  @Test
  void singleBytesAreForwardedAndRead() throws IOException {
    byte[] commands = commands();
    for (byte each : commands) {
      watch.write(each);
    }

    assertArrayEquals(commands, server.toByteArray());
    assertEquals(50, log.compatibleCount());
  }

  @Test
  void bytesThatAreNoCommandsAreForwarded() throws IOException {
    byte[] noise = new byte[10_000];
    new Random(7).nextBytes(noise);
    noise[0] = '!';
    watch.write(noise);
    watch.write(commands());

    assertEquals(noise.length + commands().length, server.size());
    assertEquals(0, log.compatibleCount());
    assertEquals(1, log.unreadCount());
  }

  @Test
  void bytesAreForwardedWhenTheCheckThrows() throws IOException {
    CommandWatch broken = new CommandWatch(server, null, log, () -> {});
    broken.write(commands());
    broken.write(commands());

    assertEquals(2 * commands().length, server.size());
    assertEquals(1, log.unreadCount());
  }

  @Test
  void aLongCommandInPiecesIsSkippedAndTheNextIsRead() throws IOException {
    byte[] big = Resp.command("SET", "key", "x".repeat(200_000));
    watch.write(big, 0, 8192);
    watch.write(big, 8192, big.length - 8192);
    watch.write(Resp.command("GET", "key"));

    assertEquals(1, log.unreadCount());
    assertEquals(1, log.compatibleCount());
  }

  @Test
  void aCommandThatTheServerDidNotReceiveIsNotCounted() {
    CommandWatch gone = new CommandWatch(
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("gone");
          }
        },
        new CompatibilityCheck(log),
        log,
        () -> {});

    assertThrows(IOException.class, () -> gone.write(Resp.command("GET", "key")));
    assertEquals(0, log.compatibleCount());
  }
}
