package io.clusteragent.cluster.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.protocol.Resp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerModeTest {
  private static final String DISABLED = "-ERR This instance has cluster support disabled";
  private static final String NOPERM =
      "-NOPERM User app has no permissions to run the 'readonly' command";
  private static final String UNKNOWN = "-ERR unknown command 'readonly'";
  private static final String NO_REPLY = "";

  /** The column HELLO contains the value of {@code mode} in its reply, or the error. */
  @ParameterizedTest(name = "{0}: HELLO {1}, READONLY {2} -> {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "Redis 6.0 and newer          | standalone | " + DISABLED + " | PLAIN",
        "without the right to READONLY| standalone | " + NOPERM + "   | PLAIN",
        "a node                       | cluster    | +OK              | CLUSTER",
        "a node, without the right    | cluster    | " + NOPERM + "   | CLUSTER",
        "a node before 6.0            | -ERR unknown command | +OK    | CLUSTER",
        "a server before 6.0          | -ERR unknown command | " + DISABLED + " | PLAIN",
        "a server before 3.0          | -ERR unknown command | " + UNKNOWN + "  | PLAIN",
        "a Sentinel                   | sentinel   | " + UNKNOWN + "  | PLAIN",
        "a proxy that knows neither   | -ERR command is not allowed | -ERR command is not allowed | PLAIN",
        "a proxy that passes HELLO on | cluster    | -ERR command is not allowed | UNKNOWN",
        "Kvrocks                      | standalone | +OK              | UNKNOWN",
        "both denied                  | -NOPERM no | " + NOPERM + "   | UNKNOWN",
        "no reply                     | ''         | ''               | UNKNOWN",
        "one reply                    | cluster    | ''               | UNKNOWN",
        "loading                      | -LOADING x | -LOADING x       | UNKNOWN",
        "a map of RESP3               | %cluster   | +OK              | CLUSTER",
      })
  void bothRepliesDetermineTheMode(
      String server, String hello, String readOnly, ServerNature expected) throws IOException {
    assertEquals(expected, ServerMode.of(parsed(hello(hello)), parsed(readOnly)));
  }

  private static String hello(String mode) {
    if (mode.isEmpty() || mode.startsWith("-")) {
      return mode;
    }
    return mode.startsWith("%")
        ? "%2\r\n+proto\r\n:3\r\n+mode\r\n+" + mode.substring(1)
        : "*4\r\n+proto\r\n:2\r\n+mode\r\n+" + mode;
  }

  private static Object parsed(String reply) throws IOException {
    return NO_REPLY.equals(reply)
        ? null
        : new ReplyParser(new ByteArrayInputStream(Resp.ascii(reply + "\r\n"))).parse();
  }
}
