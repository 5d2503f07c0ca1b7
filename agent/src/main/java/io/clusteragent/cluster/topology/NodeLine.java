package io.clusteragent.cluster.topology;

import io.clusteragent.cluster.address.NodeAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One line of a reply to CLUSTER NODES: what the replying node knows of one node. Immutable.
 *
 * <pre>
 * ID IP:PORT@BUS-PORT[,HOSTNAME[,...]] FLAGS MASTER PING-SENT PONG-RECEIVED EPOCH LINK SLOTS ...
 * </pre>
 *
 * <p>There is no bus port before Redis 4.
 */
public final class NodeLine {
  private static final int SLOTS = 8;

  private final String id;
  private final List<NodeAddress> addresses;
  private final Set<String> flags;
  private final String master;
  private final long epoch;
  private final boolean linked;
  private final BitSet slots = new BitSet();
  private final List<String> open = new ArrayList<>();

  private NodeLine(String[] words, List<NodeAddress> addresses) {
    id = words[0];
    this.addresses = Collections.unmodifiableList(addresses);
    flags = new HashSet<>(Arrays.asList(words[2].split(",")));
    master = words[3];
    epoch = number(words[6]);
    linked = "connected".equals(words[7]);
    for (String range : Arrays.asList(words).subList(SLOTS, words.length)) {
      addSlots(range);
    }
  }

  /**
   * @return {@code null} when the line describes no node, or one that has no address or that the cluster has not accepted yet
   */
  static NodeLine of(String line, NodeAddress asked) {
    String[] words = line.trim().split(" ");
    if (words.length < SLOTS || words[2].contains("noaddr") || words[2].contains("handshake")) {
      return null;
    }
    List<NodeAddress> addresses = addresses(words[1].split(","), asked);
    return addresses.isEmpty() ? null : new NodeLine(words, addresses);
  }

  private static List<NodeAddress> addresses(String[] parts, NodeAddress asked) {
    List<NodeAddress> addresses = new ArrayList<>();
    String address = parts[0];
    int bus = address.indexOf('@');
    int end = bus < 0 ? address.length() : bus;
    int colon = address.lastIndexOf(':', end);
    long port = colon < 0 ? 0 : number(address.substring(colon + 1, end));
    if (port < 1 || port > 65535) {
      return addresses;
    }
    String ip = address.substring(0, colon);
    String host = ip.isEmpty() ? asked.host() : ip;
    if (NodeAddress.isHost(host)) {
      addresses.add(new NodeAddress(host, (int) port));
    }
    if (parts.length > 1 && NodeAddress.isHost(parts[1]) && parts[1].indexOf('=') < 0) {
      addresses.add(new NodeAddress(parts[1], (int) port));
    }
    return addresses;
  }

  /** {@code 5}, {@code 5-9}, or {@code [5->-ID]} and {@code [5-<-ID]} for a slot that is moving. */
  private void addSlots(String range) {
    if (range.startsWith("[")) {
      open.add(range);
      return;
    }
    int dash = range.indexOf('-');
    long first = number(dash < 0 ? range : range.substring(0, dash));
    long last = dash < 0 ? first : number(range.substring(dash + 1));
    if (first >= 0 && first <= last && last < HashSlot.COUNT) {
      slots.set((int) first, (int) last + 1);
    }
  }

  private static long number(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  public String id() {
    return id;
  }

  /** The address by IP, then the one by host name, if the node has one. */
  public List<NodeAddress> addresses() {
    return addresses;
  }

  /** Whether this is the replying node itself. */
  public boolean isMyself() {
    return flags.contains("myself");
  }

  public boolean isMaster() {
    return flags.contains("master");
  }

  /** Whether the cluster, and not the replying node alone, considers the node failed. */
  public boolean isFailed() {
    return flags.contains("fail");
  }

  /** Whether the replying node alone considers the node failed. */
  public boolean isSuspected() {
    return flags.contains("fail?");
  }

  /** Whether the replying node has a connection to the node. */
  public boolean isLinked() {
    return linked;
  }

  /** The id of the node's master; {@code -} for a master. */
  public String master() {
    return master;
  }

  /** The node's configuration epoch: of two masters that claim a slot, the one with the higher epoch owns it. */
  public long epoch() {
    return epoch;
  }

  /** The slots that the node serves. */
  public BitSet slots() {
    return (BitSet) slots.clone();
  }

  /** The replying node's open (migrating or importing) slots, as the server writes them. */
  public List<String> open() {
    return Collections.unmodifiableList(open);
  }
}
