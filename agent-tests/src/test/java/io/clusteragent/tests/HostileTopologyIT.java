package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clusteragent.tests.hostile.HostileNode;
import io.clusteragent.tests.hostile.MalformedReplies;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests servers with wrong replies to CLUSTER SLOTS. The agent ignores entries that it cannot use for routing, and sends
 * commands for a slot without a known owner to the entry node. A reply that is malformed as a whole leaves only that node.
 */
class HostileTopologyIT {
  private static final String RIGHT = "40 right";
  private static final int DEAD_PORT = 1;

  /** A server's reply to CLUSTER SLOTS, given its own port and that of another server. */
  private interface Topology {
    String reply(int own, int other);
  }

  private static final Map<String, Topology> TOPOLOGIES = new LinkedHashMap<>();

  static {
    on("no slots at all", (own, other) -> "*0\r\n");
    on(
        "slots out of range",
        (own, other) -> "*2\r\n" + range(0, 16384, other) + range(-1, 5, other));
    on("a range backwards", (own, other) -> "*1\r\n" + range(9, 5, other));
    on(
        "ranges that overlap",
        (own, other) -> "*2\r\n" + range(0, 16383, own) + range(100, 9000, other));
    on(
        "a range of each slot",
        (own, other) -> "*16384\r\n"
            + IntStream.range(0, 16384)
                .mapToObj(slot -> range(slot, slot, slot % 2 == 0 ? own : other))
                .collect(Collectors.joining()));
    on("a master at port 0", (own, other) -> "*1\r\n" + range(0, 16383, 0));
    on("a master at port 65536", (own, other) -> "*1\r\n" + range(0, 16383, 65536));
    on("host ?", (own, other) -> "*1\r\n" + HostileNode.range(0, 16383, "?", other));
    on("an empty host", (own, other) -> "*1\r\n" + HostileNode.range(0, 16383, "", other));
    on(
        "no host",
        (own, other) -> "*1\r\n*3\r\n:0\r\n:16383\r\n*3\r\n$-1\r\n:" + other + "\r\n"
            + MalformedReplies.bulk(HostileNode.id(other)));
    on("a host of two words", (own, other) -> "*1\r\n" + HostileNode.range(0, 16383, "a b", other));
    on(
        "a list for a host",
        (own, other) -> "*1\r\n*3\r\n:0\r\n:16383\r\n*3\r\n*0\r\n:" + other + "\r\n$1\r\na\r\n");
    on("a host's name", (own, other) -> "*1\r\n" + HostileNode.range(0, 16383, "localhost", other));
    on("an IPv6 address", (own, other) -> "*1\r\n" + HostileNode.range(0, 16383, "::1", other));
    on("numbers for ranges", (own, other) -> "*3\r\n:1\r\n:2\r\n:3\r\n");
    on("ranges of nulls", (own, other) -> "*2\r\n*-1\r\n*3\r\n$-1\r\n$-1\r\n$-1\r\n");
    on("no list", (own, other) -> "+OK\r\n");
    on("null", (own, other) -> "*-1\r\n");
    on("an error", (own, other) -> "-ERR no\r\n");
    on("a list of a billion", (own, other) -> "*1000000000\r\n");
    on(
        "a list that is cut short",
        (own, other) -> "*1\r\n*3\r\n:0\r\n:16383\r\n" + MalformedReplies.HANG_UP);
    on("a list without end", (own, other) -> "*1\r\n".repeat(100_000));
    on("garbage", (own, other) -> "HTTP/1.1 400 Bad Request\r\n\r\n" + MalformedReplies.HANG_UP);
    on("nothing", (own, other) -> MalformedReplies.HANG_UP);
  }

  private static void on(String what, Topology topology) {
    TOPOLOGIES.put(what, topology);
  }

  private static String range(int first, int last, long port) {
    return HostileNode.range(first, last, "127.0.0.1", port);
  }

  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"2.9.0", "7.4.0"})
  void wrongTopologiesLeaveRightReplies(String version) {
    List<String> expected =
        TOPOLOGIES.keySet().stream().map(what -> what + ": " + RIGHT).toList();

    assertEquals(expected, outcomes(version, TOPOLOGIES));
  }

  /** The agent waits for an absent master until the deadline, and never uses a replica as the master. */
  @Test
  void anAbsentMasterIsNotReplacedByItsReplica() {
    Topology dead = (own, other) -> "*1\r\n*4\r\n:0\r\n:16383\r\n*3\r\n$9\r\n127.0.0.1\r\n:"
        + DEAD_PORT + "\r\n$1\r\na\r\n*3\r\n$9\r\n127.0.0.1\r\n:" + other + "\r\n$1\r\nb\r\n";

    assertEquals(
        List.of("dead: 0 right, then JedisConnectionException"),
        outcomes("7.4.0", Map.of("dead", dead)));
  }

  private static List<String> outcomes(String version, Map<String, Topology> topologies) {
    List<HostileNode> nodes = new ArrayList<>();
    MalformedReplies none = new MalformedReplies(0);
    try (HostileNode other = new HostileNode(none).withIpv6()) {
      Map<String, String> byPort = new LinkedHashMap<>();
      topologies.forEach((what, topology) -> {
        HostileNode node = new HostileNode(none);
        node.claims(() -> topology.reply(node.port(), other.port()));
        nodes.add(node);
        byPort.put(String.valueOf(node.port()), what);
      });
      return AgentRun.of(version, "scenarios.HostileTopologyProgram")
          .property("target.host", other.host())
          .property("target.port", other.port())
          .property("hostile.ports", String.join(",", byPort.keySet()))
          .heap("64m")
          .transcript()
          .stream()
          .map(line -> byPort.get(line.substring(0, line.indexOf(" ")))
              + line.substring(line.indexOf(" ->")).replace(" ->", ":"))
          .toList();
    } finally {
      nodes.forEach(HostileNode::close);
    }
  }
}
