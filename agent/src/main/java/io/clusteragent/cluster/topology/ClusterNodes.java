package io.clusteragent.cluster.topology;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.protocol.Resp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a node's reply to CLUSTER NODES.
 *
 * <p>The reply lists all nodes that the replying node knows, including those that failed or serve no slots, which CLUSTER SLOTS
 * omits.
 */
public final class ClusterNodes {

  /** The command whose reply {@link #of} reads. */
  public static final byte[] REQUEST = Resp.command("CLUSTER", "NODES");

  private ClusterNodes() {}

  /**
   * The nodes, in the reply's order, without those that have no address and those that the cluster has not accepted yet.
   *
   * @param asked the node that replied; its host replaces the one that it does not know of itself
   * @return empty when this is not a reply to CLUSTER NODES
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
