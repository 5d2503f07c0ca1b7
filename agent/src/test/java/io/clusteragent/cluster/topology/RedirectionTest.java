package io.clusteragent.cluster.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.topology.Redirection.Kind;
import io.clusteragent.protocol.Resp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectionTest {

  @ParameterizedTest
  @CsvSource({
    "-MOVED 3999 127.0.0.1:6381, MOVED, 3999, 127.0.0.1, 6381",
    "-ASK 3999 127.0.0.1:6381, ASK, 3999, 127.0.0.1, 6381",
    "-MOVED 0 node-1.example:1, MOVED, 0, node-1.example, 1",
    "-MOVED 16383 fd00::1:65535, MOVED, 16383, fd00::1, 65535",
    "-ASK 1 ::1:7000, ASK, 1, ::1, 7000",
    "-MOVED 1 :7000, MOVED, 1, '', 7000",
    "-ASK 1 :7000, ASK, 1, '', 7000",
  })
  void movedAndAskNameASlotAndANode(String error, Kind kind, int slot, String host, int port) {
    Redirection redirection = of(error);

    assertEquals(kind, redirection.kind());
    assertEquals(slot, redirection.slot());
    assertEquals(new NodeAddress(host, port), redirection.target());
  }

  /** Redis 7: hostnames are preferred, and the other node has none. */
  @ParameterizedTest
  @CsvSource({"-MOVED 1 ?:7000, MOVED", "-ASK 1 ?:7000, ASK"})
  void aNodeWithoutAHostnameIsNotNamed(String error, Kind kind) {
    Redirection redirection = of(error);

    assertEquals(kind, redirection.kind());
    assertEquals(1, redirection.slot());
    assertFalse(redirection.namesNode());
  }

  @ParameterizedTest
  @CsvSource({
    "-TRYAGAIN Multiple keys request during rehashing of slot, TRYAGAIN",
    "-CLUSTERDOWN The cluster is down, CLUSTERDOWN",
    "-CLUSTERDOWN Hash slot not served, CLUSTERDOWN",
    "-LOADING Redis is loading the dataset in memory, LOADING",
    "-MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'., MASTERDOWN",
    "-READONLY You can't write against a read only replica., READONLY",
  })
  void theOtherKindsNameNoSlotAndNoNode(String error, Kind kind) {
    Redirection redirection = of(error);

    assertEquals(kind, redirection.kind());
    assertEquals(-1, redirection.slot());
    assertNull(redirection.target());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-ERR unknown command",
        "-WRONGTYPE Operation against a key holding the wrong kind of value",
        "-CROSSSLOT Keys in request don't hash to the same slot",
        "-NOAUTH Authentication required.",
        "-MISCONF Redis is configured to save RDB snapshots",
        "-MOVEDX 1 a:1",
        "-moved 1 a:1",
        "-ERR MOVED 1 a:1",
        "-ASKING",
        "-",
      })
  void otherErrorsConcernTheApplication(String error) {
    assertEquals(Kind.NONE, of(error).kind());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-MOVED",
        "-MOVED ",
        "-MOVED 1",
        "-MOVED 1 ",
        "-MOVED x a:1",
        "-MOVED -1 a:1",
        "-MOVED 16384 a:1",
        "-MOVED 999999999999 a:1",
        "-MOVED  a:1",
        "-MOVED 1 a",
        "-MOVED 1 a:",
        "-MOVED 1 a:0",
        "-MOVED 1 a:65536",
        "-MOVED 1 a:7x",
        "-MOVED a:1 1",
        "-MOVED 1 a b:7000",
        "-MOVED 1 a\u0007:7000",
        "-MOVED 1 \u00e4:7000",
        "-ASK 1 a:-1",
      })
  void aMalformedRedirectionIsNoRedirection(String error) {
    assertEquals(Kind.NONE, of(error).kind());
  }

  @Test
  void onlyTheLineItselfIsRead() {
    byte[] bytes = Resp.ascii("+OK\r\n-MOVED 12 a:7000\r\n-ASK 1 b:1\r\n");

    assertEquals(new NodeAddress("a", 7000), Redirection.of(bytes, 5, 22).target());
    assertEquals(Kind.NONE, Redirection.of(bytes, 5, 6).kind());
  }

  private static Redirection of(String line) {
    byte[] bytes = Resp.ascii(line);
    return Redirection.of(bytes, 0, bytes.length);
  }
}
