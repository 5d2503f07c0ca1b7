package io.clusteragent.demo.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Tests what MIGRATION.md states about servers of two versions: RESTORE accepts the DUMP of an older server, and refuses that of a
 * newer one. DUMP's payload ends with the version of the format (2 bytes) and a checksum (8 bytes), both little-endian.
 */
class DumpVersionTest {
  /** The version of Redis 2.6 to 3.0, which every server supports. */
  private static final int OLD_FORMAT = 6;

  /** The polynomial of the servers' CRC-64 ("Jones"), reflected. */
  private static final long POLYNOMIAL = 0x95AC9329AC4BC9B5L;

  private static final int CHECKSUM_LENGTH = Long.BYTES;
  private static final int FOOTER_LENGTH = Short.BYTES + CHECKSUM_LENGTH;

  private static RedisNode server;
  private static String dumped;

  @BeforeAll
  static void start() {
    server = RedisNode.settings().start();
    server.ask("SET", "key", "value");
    dumped = (String) ask("DUMP", "key");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void theChecksumIsTheServers() {
    assertEquals(dumped, ofVersion(versionOf(dumped)));
  }

  @Test
  void theDumpOfAnOlderServerIsRestored() {
    assertEquals("OK", ask("RESTORE", "older", "0", ofVersion(OLD_FORMAT)));
    assertEquals("value", server.ask("GET", "older"));
  }

  @Test
  void theDumpOfANewerServerIsRefused() {
    Object reply = ask("RESTORE", "newer", "0", ofVersion(versionOf(dumped) + 1));

    assertTrue(reply instanceof ServerError, () -> "" + reply);
    assertTrue(reply.toString().contains("DUMP payload version"), reply::toString);
    assertEquals(0L, server.ask("EXISTS", "newer"));
  }

  private static Object ask(String... command) {
    return server.askRaw(StandardCharsets.ISO_8859_1, command);
  }

  private static int versionOf(String payload) {
    byte[] bytes = payload.getBytes(StandardCharsets.ISO_8859_1);
    return view(bytes).getShort(bytes.length - FOOTER_LENGTH);
  }

  /** The payload as a server with another format version would write it. */
  private static String ofVersion(int version) {
    byte[] payload = dumped.getBytes(StandardCharsets.ISO_8859_1);
    int end = payload.length - CHECKSUM_LENGTH;
    view(payload).putShort(end - Short.BYTES, (short) version);
    view(payload).putLong(end, checksum(payload, end));
    return new String(payload, StandardCharsets.ISO_8859_1);
  }

  private static long checksum(byte[] bytes, int end) {
    long crc = 0;
    for (int i = 0; i < end; i++) {
      crc ^= bytes[i] & 0xFF;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        crc = crc >>> 1 ^ ((crc & 1) == 0 ? 0 : POLYNOMIAL);
      }
    }
    return crc;
  }

  private static ByteBuffer view(byte[] payload) {
    return ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
  }
}
