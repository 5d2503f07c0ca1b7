package io.clusteragent.cli;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.topology.ClusterNodes;
import io.clusteragent.cluster.topology.NodeLine;
import io.clusteragent.protocol.ErrorReply;
import io.clusteragent.protocol.ReplyParser;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Holds what one node replies at the address that the cluster gives it. Immutable. */
final class NodeReport {
  /** How the problem begins when the certificate names none of the node's hosts, which follow. */
  static final String WRONG_NAME = "its certificate is not valid for ";

  private static final int PINGS = 5;
  private static final String[][] AGENT_COMMANDS = {
    {"CLUSTER", "SLOTS"},
    {"CLUSTER", "NODES"},
    {"CLUSTER", "MYID"},
    {"COMMAND", "INFO", "GET"},
    {"READONLY"},
    {"ASKING"},
  };

  private final NodeLine node;
  private final NodeAddress address;
  private final String problem;
  private final long roundTripMicros;
  private final String id;
  private final List<NodeLine> view;
  private final Map<String, String> facts;
  private final List<String> denied;
  private final Instant certificateEnd;
  private final String verifiedHost;

  private NodeReport(NodeLine node, NodeAddress address, String problem) {
    this.node = node;
    this.address = address;
    this.problem = problem;
    roundTripMicros = -1;
    id = "";
    view = Collections.emptyList();
    facts = Collections.emptyMap();
    denied = Collections.emptyList();
    certificateEnd = null;
    verifiedHost = "";
  }

  private NodeReport(NodeLine node, Link link) throws IOException {
    this.node = node;
    address = link.address();
    roundTripMicros = roundTrip(link);
    Object myId = link.ask("CLUSTER", "MYID");
    id = myId instanceof byte[] ? ReplyParser.text(myId) : "";
    view = ClusterNodes.of(link.ask(ClusterNodes.REQUEST), address);
    facts = facts(link);
    denied = denied(link);
    certificateEnd = link.certificateEnd();
    verifiedHost = link.verifiedHost();
    problem = null;
  }

  /** Queries a node. */
  static NodeReport of(NodeLine node, NodeAddress address, NodeConnector connector) {
    try (Link link = connector.connect(address)) {
      return new NodeReport(node, link);
    } catch (IOException e) {
      return new NodeReport(node, address, connector.reason(e));
    }
  }

  /** The report on a node that is still being queried when the call's time is over. */
  static NodeReport unanswered(NodeLine node, NodeAddress address, NodeConnector connector) {
    return new NodeReport(node, address, connector.reason(new SocketTimeoutException()));
  }

  /** The shortest round trip of several, because the first one includes costs of connecting. */
  private static long roundTrip(Link link) throws IOException {
    long shortest = Long.MAX_VALUE;
    for (int i = 0; i < PINGS; i++) {
      long start = System.nanoTime();
      Object reply = link.ask("PING");
      if (reply instanceof ErrorReply && !((ErrorReply) reply).code().equals("NOPERM")) {
        throw new RefusedException("answers PING with " + ((ErrorReply) reply).code());
      }
      shortest = Math.min(shortest, System.nanoTime() - start);
    }
    return TimeUnit.NANOSECONDS.toMicros(shortest);
  }

  /** The lines {@code name:value} of INFO and CLUSTER INFO. */
  private static Map<String, String> facts(Link link) throws IOException {
    Map<String, String> facts = new HashMap<>();
    for (String[] command :
        new String[][] {{"INFO", "server"}, {"INFO", "replication"}, {"CLUSTER", "INFO"}}) {
      Object reply = link.ask(command);
      for (String line :
          reply instanceof byte[] ? ReplyParser.text(reply).split("\r?\n") : new String[0]) {
        int colon = line.indexOf(':');
        if (colon > 0) {
          facts.put(line.substring(0, colon), line.substring(colon + 1));
        }
      }
    }
    return facts;
  }

  private static List<String> denied(Link link) throws IOException {
    List<String> denied = new ArrayList<>();
    for (String[] command : AGENT_COMMANDS) {
      Object reply = link.ask(command);
      if (reply instanceof ErrorReply && ((ErrorReply) reply).code().equals("NOPERM")) {
        int words = command[0].equals("CLUSTER") || command[0].equals("COMMAND") ? 2 : 1;
        denied.add(String.join(" ", Arrays.copyOf(command, words)));
      }
    }
    return denied;
  }

  NodeLine node() {
    return node;
  }

  NodeAddress address() {
    return address;
  }

  boolean answers() {
    return problem == null;
  }

  /** Why the node does not answer; {@code null} when it does. */
  String problem() {
    return problem;
  }

  long roundTripMicros() {
    return roundTripMicros;
  }

  /** Whether the process that answers at the node's address has another node id. */
  boolean isForeign() {
    return answers() && !id.isEmpty() && !id.equals(node.id());
  }

  /** All nodes, as this node reports them; empty when it does not. */
  List<NodeLine> view() {
    return view;
  }

  /** A value of INFO or CLUSTER INFO; empty when the node does not report it. */
  String fact(String name) {
    String value = facts.get(name);
    return value == null ? "" : value;
  }

  /** The server and its version, such as {@code Redis 7.0.15}; empty when unknown. */
  String version() {
    String valkey = fact("valkey_version");
    String redis = fact("redis_version");
    return !valkey.isEmpty() ? "Valkey " + valkey : redis.isEmpty() ? "" : "Redis " + redis;
  }

  /** {@code master} or {@code replica}, as the node reports it or, when it does not, as the cluster reports it. */
  String role() {
    String role = fact("role");
    boolean master = role.isEmpty() ? node.isMaster() : role.equals("master");
    return master ? "master" : "replica";
  }

  /** The agent's commands that this user may not call on this node. */
  List<String> denied() {
    return denied;
  }

  /** The host for which the node's certificate is valid, when certificates are verified; empty when the node does not answer. */
  String verifiedHost() {
    return verifiedHost;
  }

  /** When the node's certificate expires; {@code null} without TLS. */
  Instant certificateEnd() {
    return certificateEnd;
  }
}
