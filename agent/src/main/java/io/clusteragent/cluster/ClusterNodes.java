package io.clusteragent.cluster;

import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.protocol.Resp;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads a node's reply to CLUSTER NODES: all nodes that it knows, with those that failed or serve no slots, of which CLUSTER
 * SLOTS says nothing.
 */
public final class ClusterNodes {

  /** The command whose reply {@link #ids} reads. */
  public static final byte[] REQUEST = Resp.command("CLUSTER", "NODES");

  private ClusterNodes() {}

  /**
   * The nodes' ids by their addresses; one with a host name has two. Those without an address, and those that have not been
   * accepted into the cluster yet, are left out.
   *
   * @param asked the node that answered; stands in where it does not know its own host
   * @return empty when the reply is none of CLUSTER NODES
   */
  public static Map<NodeAddress, String> ids(Object reply, NodeAddress asked) {
    Map<NodeAddress, String> ids = new LinkedHashMap<>();
    if (reply instanceof byte[]) {
      for (String line : ReplyParser.text(reply).split("\n")) {
        read(line.trim().split(" "), asked, ids);
      }
    }
    return ids;
  }

  /** {@code ID IP:PORT@BUS-PORT[,HOSTNAME[,...]] FLAGS MASTER ...}; without the bus port before Redis 4. */
  private static void read(String[] words, NodeAddress asked, Map<NodeAddress, String> ids) {
    if (words.length < 8 || words[2].contains("noaddr") || words[2].contains("handshake")) {
      return;
    }
    String[] parts = words[1].split(",");
    String address = parts[0];
    int bus = address.indexOf('@');
    int colon = address.lastIndexOf(':', bus < 0 ? address.length() : bus);
    int port = colon < 0 ? 0 : port(address.substring(colon + 1, bus < 0 ? address.length() : bus));
    if (port == 0) {
      return;
    }
    String ip = address.substring(0, colon);
    String host = ip.isEmpty() ? asked.host() : ip;
    if (NodeAddress.isHost(host)) {
      ids.put(new NodeAddress(host, port), words[0]);
    }
    if (parts.length > 1 && NodeAddress.isHost(parts[1]) && parts[1].indexOf('=') < 0) {
      ids.put(new NodeAddress(parts[1], port), words[0]);
    }
  }

  private static int port(String digits) {
    try {
      int port = Integer.parseInt(digits);
      return port > 0 && port <= 65535 ? port : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
