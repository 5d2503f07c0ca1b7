package io.clusteragent.cluster.topology;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.protocol.Resp;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Lists the hash slots that one master claims to serve. Immutable.
 *
 * <p>A master is the first to know of its own slots, and it alone knows which of them are moving: CLUSTER NODES shows a
 * migrating or an importing slot only on the line of the replying node.
 */
public final class SlotClaims {

  /** The reply identifies the process: a node that restarts keeps its id, and has its keys in another order. */
  public static final byte[] PROCESS_REQUEST = Resp.command("INFO", "server");

  /** The configuration epoch is not known. */
  public static final long NO_EPOCH = -1;

  private static final String RUN_ID = "run_id:";
  private static final String MIGRATING = "->-";
  private static final String IMPORTING = "-<-";

  private final Node node;
  private final String id;
  private final long epoch;
  private final String runId;
  private final BitSet slots;
  private final Map<Integer, String> targets = new HashMap<>();
  private final Map<Integer, String> sources = new HashMap<>();
  private final Map<String, NodeAddress> addresses = new HashMap<>();

  private SlotClaims(Node node, String id, long epoch, String run, BitSet slots) {
    this.node = node;
    this.id = id;
    this.epoch = epoch;
    this.runId = run;
    this.slots = slots;
  }

  /**
   * Reads a node's replies to {@link ClusterNodes#REQUEST} and {@link #PROCESS_REQUEST}.
   *
   * @return {@code null} when the first one does not describe the node that answered
   */
  public static SlotClaims of(Node node, Object nodes, Object process) {
    NodeLine self = null;
    for (NodeLine line : ClusterNodes.of(nodes, node.address())) {
      self = line.isMyself() ? line : self;
    }
    if (self == null) {
      return null;
    }
    BitSet slots = self.isMaster() ? self.slots() : new BitSet();
    SlotClaims claims = new SlotClaims(node, self.id(), self.epoch(), runId(process), slots);
    for (String open : self.open()) {
      addOpen(open, MIGRATING, claims.targets);
      addOpen(open, IMPORTING, claims.sources);
    }
    int form = self.addresses().indexOf(node.address());
    for (NodeLine line : ClusterNodes.of(nodes, node.address())) {
      NodeAddress address = line.addresses().get(form > 0 ? line.addresses().size() - 1 : 0);
      // The cluster announces no hosts to clients: then all nodes are at the host of this one.
      boolean isNameless = form < 0 && !NodeAddress.isIp(node.address().host());
      claims.addresses.put(
          line.id(), isNameless ? new NodeAddress(node.address().host(), address.port()) : address);
    }
    return claims;
  }

  /**
   * Reads a node's reply to {@link Topology#REQUEST}, which does not contain moving slots.
   *
   * @return {@code null} when this is not such a reply
   */
  public static SlotClaims of(Node node, Object topology) {
    Topology read = Topology.of(topology, node.address());
    return read == null ? null : of(node, read.slotsOf(node));
  }

  /** The claims of a node that the user may not ask, taken from the slot map. */
  public static SlotClaims of(Node node, SlotMap map) {
    BitSet slots = new BitSet(HashSlot.COUNT);
    for (int slot = 0; slot < HashSlot.COUNT; slot++) {
      slots.set(slot, map.owner(slot) == node);
    }
    return of(node, slots);
  }

  private static SlotClaims of(Node node, BitSet slots) {
    String id = node.id().isEmpty() ? node.toString() : node.id();
    return new SlotClaims(node, id, NO_EPOCH, "", slots);
  }

  /** The id of the process that a reply to {@link #PROCESS_REQUEST} names; empty when it names none. */
  public static String runId(Object process) {
    String text = process instanceof byte[] ? ReplyParser.text(process) : "";
    int start = text.indexOf(RUN_ID);
    if (start < 0) {
      return "";
    }
    int end = text.indexOf('\r', start);
    return text.substring(start + RUN_ID.length(), end < 0 ? text.length() : end);
  }

  /** {@code [5->-ID]} or {@code [5-<-ID]}. */
  private static void addOpen(String open, String arrow, Map<Integer, String> to) {
    int at = open.indexOf(arrow);
    if (at < 2 || !open.endsWith("]")) {
      return;
    }
    try {
      int slot = Integer.parseInt(open.substring(1, at));
      if (slot >= 0 && slot < HashSlot.COUNT) {
        to.put(slot, open.substring(at + arrow.length(), open.length() - 1));
      }
    } catch (NumberFormatException e) {
      // a form of a newer server, for something that is not a slot
    }
  }

  public Node node() {
    return node;
  }

  public String id() {
    return id;
  }

  /** The configuration epoch, which grows when the node takes over a slot; {@link #NO_EPOCH} when it is not known. */
  public long epoch() {
    return epoch;
  }

  /** The id of the node's process, which changes with a restart; empty when it is not known. */
  public String runId() {
    return runId;
  }

  /** The slots that the node serves. Callers must not change the set. */
  public BitSet slots() {
    return slots;
  }

  /** The id of the node to which a slot migrates, or {@code null}. */
  public String target(int slot) {
    return targets.get(slot);
  }

  /** The slots that the node imports, with the ids of their source nodes. Callers must not change the map. */
  public Map<Integer, String> sources() {
    return sources;
  }

  /** The address of the node with this id, or {@code null}. */
  public NodeAddress address(String nodeId) {
    return addresses.get(nodeId);
  }
}
