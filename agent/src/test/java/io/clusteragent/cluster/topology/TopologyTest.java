package io.clusteragent.cluster.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.protocol.Resp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopologyTest {

  private static final NodeAddress REPLYING = new NodeAddress("asked", 7000);

  @Test
  void theFirstNodeOfARangeIsItsMaster() throws IOException {
    assertEquals(
        "0-5460 [10.0.0.1:7000#a, 10.0.0.4:7003#d]; 5461-16383 [10.0.0.2:7001#b]",
        read("*2\r\n"
            + "*4\r\n:0\r\n:5460\r\n*3\r\n$8\r\n10.0.0.1\r\n:7000\r\n$1\r\na\r\n"
            + "*3\r\n$8\r\n10.0.0.4\r\n:7003\r\n$1\r\nd\r\n"
            + "*3\r\n:5461\r\n:16383\r\n*3\r\n$8\r\n10.0.0.2\r\n:7001\r\n$1\r\nb\r\n"));
  }

  /** Redis 7: NULL for an unknown endpoint, "?" for a hostname that is not configured; older servers: empty. */
  @ParameterizedTest
  @CsvSource({"$0|", "$1|?", "$-1", "_"})
  void anUnknownHostIsThatOfTheReplyingNode(String host) throws IOException {
    assertEquals("0-9 [asked:7001#a]", read(oneNode(host.replace("|", "\r\n"), ":7001")));
  }

  /** As Redis 7 replies with cluster-preferred-endpoint-type hostname, for a node without cluster-announce-hostname. */
  @ParameterizedTest
  @CsvSource({
    "*2|$2|ip|$8|10.0.0.2, 10.0.0.2",
    "%1|$2|ip|$8|10.0.0.2, 10.0.0.2",
    "*4|$4|more|$1|x|$2|ip|$7|fd00::2, [fd00::2]",
    "*2|$2|ip|$0|, asked",
    "*0, asked",
    "*1|$2|ip, asked",
    "$-1, asked",
  })
  void aNodeWithoutAHostnameIsAddressedByItsIp(String metadata, String host) throws IOException {
    String node = "*4|$1|?|:7001|$1|a|" + metadata;
    assertEquals(
        "0-9 [" + host + ":7001#a]",
        read("*1\r\n*3\r\n:0\r\n:9\r\n" + node.replace("|", "\r\n") + "\r\n"));
  }

  @Test
  void anUnknownEndpointIsThatOfTheReplyingNodeWhateverItsIp() throws IOException {
    String node = "*4|$-1|:7001|$1|a|*2|$2|ip|$8|10.0.0.2";
    assertEquals(
        "0-9 [asked:7001#a]",
        read("*1\r\n*3\r\n:0\r\n:9\r\n" + node.replace("|", "\r\n") + "\r\n"));
  }

  @Test
  void hostnamesAndIpv6LiteralsAreKeptUnchanged() throws IOException {
    assertEquals("0-9 [node-1.example:7001#a]", read(oneNode("$14\r\nnode-1.example", ":7001")));
    assertEquals("0-9 [[fd00::1]:7001#a]", read(oneNode("$7\r\nfd00::1", ":7001")));
  }

  /** Port 0: TLS only, but announced on a plain bus. */
  @ParameterizedTest
  @ValueSource(strings = {":0", ":-1", ":65536", "$4\r\n7001", "$-1"})
  void aRangeWhoseMasterCannotBeAddressedIsLeftOut(String port) throws IOException {
    assertEquals("", read(oneNode("$1\r\nx", port)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"$3\r\na b", "$3\r\na\nb", "$1\r\n\0", "$2\r\n\u00c3\u00a4", "*1\r\n+x"})
  void aRangeWhoseMasterHasAnInvalidHostNameIsLeftOut(String host) throws IOException {
    assertEquals("", read(oneNode(host, ":7001")));
  }

  @Test
  void aReplicaThatCannotBeAddressedIsLeftOutAndItsMasterKept() throws IOException {
    assertEquals(
        "0-9 [x:7001#a]",
        read("*1\r\n*4\r\n:0\r\n:9\r\n*3\r\n+x\r\n:7001\r\n+a\r\n*3\r\n+y\r\n:0\r\n+b\r\n"));
  }

  @Test
  void aReplicaNeverReplacesItsMaster() throws IOException {
    assertEquals(
        "", read("*1\r\n*4\r\n:0\r\n:9\r\n*3\r\n+x\r\n:0\r\n+a\r\n*3\r\n+y\r\n:7001\r\n+b\r\n"));
  }

  /** Redis 3 gives no id; Redis 7 adds metadata, as an array in RESP2 and a map in RESP3. */
  @ParameterizedTest
  @CsvSource({
    "*2|+x|:7001, 0-9 [x:7001#]",
    "*4|+x|:7001|$1|a|*2|+hostname|+h, 0-9 [x:7001#a]",
    "*4|+x|:7001|$1|a|%1|+ip|+10.0.0.1, 0-9 [x:7001#a]",
    "*5|+x|:7001|$1|a|*0|+more, 0-9 [x:7001#a]",
  })
  void fieldsBehindThePortAreOptional(String node, String expected) throws IOException {
    assertEquals(expected, read("*1\r\n*3\r\n:0\r\n:9\r\n" + node.replace("|", "\r\n") + "\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*1\r\n+x\r\n",
        "*1\r\n*0\r\n",
        "*1\r\n*2\r\n:0\r\n:9\r\n",
        "*1\r\n*3\r\n:0\r\n:16384\r\n*2\r\n+x\r\n:7001\r\n",
        "*1\r\n*3\r\n:-1\r\n:5\r\n*2\r\n+x\r\n:7001\r\n",
        "*1\r\n*3\r\n:9\r\n:5\r\n*2\r\n+x\r\n:7001\r\n",
        "*1\r\n*3\r\n+0\r\n:5\r\n*2\r\n+x\r\n:7001\r\n",
        "*1\r\n*3\r\n:0\r\n:5\r\n*1\r\n+x\r\n",
        "*1\r\n*3\r\n:0\r\n:5\r\n+x\r\n",
      })
  void aMalformedRangeIsLeftOut(String reply) throws IOException {
    assertEquals("", read(reply));
  }

  @ParameterizedTest
  @ValueSource(strings = {"+OK\r\n", ":1\r\n", "$-1\r\n", "-ERR no\r\n"})
  void aReplyThatIsNoListIsNoTopology(String reply) throws IOException {
    assertNull(topology(reply));
  }

  @Test
  void theRequestIsClusterSlots() {
    assertEquals(
        "*2\r\n$7\r\nCLUSTER\r\n$5\r\nSLOTS\r\n",
        new String(Topology.REQUEST, java.nio.charset.StandardCharsets.US_ASCII));
  }

  private static String oneNode(String host, String port) {
    return "*1\r\n*3\r\n:0\r\n:9\r\n*3\r\n" + host + "\r\n" + port + "\r\n$1\r\na\r\n";
  }

  private static Topology topology(String reply) throws IOException {
    return Topology.of(
        new ReplyParser(new ByteArrayInputStream(Resp.ascii(reply))).parse(), REPLYING);
  }

  private static String read(String reply) throws IOException {
    return topology(reply).ranges().stream()
        .map(TopologyTest::text)
        .collect(Collectors.joining("; "));
  }

  private static String text(Topology.Range range) {
    return range.first
        + "-"
        + range.last
        + range.members.stream()
            .map(m -> m.address + "#" + m.id)
            .collect(Collectors.joining(", ", " [", "]"));
  }
}
