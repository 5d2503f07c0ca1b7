package io.clusteragent.cluster.topology;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.protocol.Resp;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Which hash slots one master serves, by its own word. Immutable.
 *
 * <p>A master knows first of its own slots, and it alone knows which of them are moving: CLUSTER NODES shows a migrating or an
 * importing slot only on the line of the node that answers.
 */
public final class SlotClaims {

  /** Tells the process: a node that restarts keeps its id, and has its keys in another order. */
  public static final byte[] PROCESS_REQUEST = Resp.command("INFO", "server");

  /** No configuration epoch was told. */
  public static final long NO_EPOCH = -1;

  private static final String RUN_ID = "run_id:";
  private static final String MIGRATING = "->-";
  private static final String IMPORTING = "-<-";

  private final Node node;
  private final String id;
  private final long epoch;
  private final String run;
  private final BitSet slots;
  private final Map<Integer, String> targets = new HashMap<>();
  private final Map<Integer, String> sources = new HashMap<>();
  private final Map<String, NodeAddress> addresses = new HashMap<>();

  private SlotClaims(Node node, String id, long epoch, String run, BitSet slots) {
    this.node = node;
    this.id = id;
    this.epoch = epoch;
    this.run = run;
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
    SlotClaims claims = new SlotClaims(node, self.id(), self.epoch(), run(process), slots);
    for (String open : self.open()) {
      addOpen(open, MIGRATING, claims.targets);
      addOpen(open, IMPORTING, claims.sources);
    }
    boolean byName = self.addresses().indexOf(node.address()) > 0;
    for (NodeLine line : ClusterNodes.of(nodes, node.address())) {
      int form = byName ? line.addresses().size() - 1 : 0;
      claims.addresses.put(line.id(), line.addresses().get(form));
    }
    return claims;
  }

  /**
   * Reads a node's reply to {@link Topology#REQUEST}, which says nothing of slots that are moving.
   *
   * @return {@code null} when it is none
   */
  public static SlotClaims of(Node node, Object topology) {
    Topology told = Topology.of(topology, node.address());
    return told == null ? null : of(node, told.slotsOf(node));
  }

  /** The claims of a node that may not be asked, as the slot map has them. */
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

  private static String run(Object process) {
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
      // a form of a newer server, for something that is no slot
    }
  }

  public Node node() {
    return node;
  }

  public String id() {
    return id;
  }

  /** The configuration epoch: it grows when the node takes over a slot; {@link #NO_EPOCH} when it is not known. */
  public long epoch() {
    return epoch;
  }

  /** What tells this process from the one before a restart; empty when it is not known. */
  public String run() {
    return run;
  }

  /** The slots that the node serves. Not to be changed. */
  public BitSet slots() {
    return slots;
  }

  /** The id of the node to which a slot migrates, or {@code null}. */
  public String target(int slot) {
    return targets.get(slot);
  }

  /** The slots that the node imports, with the ids of the nodes that they come from. Not to be changed. */
  public Map<Integer, String> sources() {
    return sources;
  }

  /** Where the node with this id is, or {@code null}. */
  public NodeAddress address(String nodeId) {
    return addresses.get(nodeId);
  }
}
