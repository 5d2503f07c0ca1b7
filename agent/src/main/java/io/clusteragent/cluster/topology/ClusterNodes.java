package io.clusteragent.cluster.topology;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.protocol.Resp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a node's reply to CLUSTER NODES: all nodes that it knows, with those that failed or serve no slots, of which CLUSTER
 * SLOTS says nothing.
 */
public final class ClusterNodes {

  /** The command whose reply {@link #of} reads. */
  public static final byte[] REQUEST = Resp.command("CLUSTER", "NODES");

  private ClusterNodes() {}

  /**
   * The nodes, in the reply's order. Those without an address, and those that have not been accepted into the cluster yet,
   * are left out.
   *
   * @param asked the node that answered; stands in where it does not know its own host
   * @return empty when the reply is none of CLUSTER NODES
   */
  public static List<NodeLine> of(Object reply, NodeAddress asked) {
    List<NodeLine> nodes = new ArrayList<>();
    if (reply instanceof byte[]) {
      for (String line : ReplyParser.text(reply).split("\n")) {
        NodeLine node = NodeLine.of(line, asked);
        if (node != null) {
          nodes.add(node);
        }
      }
    }
    return nodes;
  }

  /** The ids of {@link #of}'s nodes by their addresses; a node with a host name has two. */
  public static Map<NodeAddress, String> ids(Object reply, NodeAddress asked) {
    Map<NodeAddress, String> ids = new LinkedHashMap<>();
    for (NodeLine node : of(reply, asked)) {
      for (NodeAddress address : node.addresses()) {
        ids.put(address, node.id());
      }
    }
    return ids;
  }
}
