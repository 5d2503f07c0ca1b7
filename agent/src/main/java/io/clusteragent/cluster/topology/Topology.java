package io.clusteragent.cluster.topology;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.protocol.Resp;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds the content of one node's reply to CLUSTER SLOTS.
 *
 * <p>The agent uses CLUSTER SLOTS instead of CLUSTER SHARDS: every server from 3.0 on has it, and its reply is smaller and
 * holds all that routing needs.
 */
public final class Topology {

  /** The command whose reply {@link #of} reads. */
  public static final byte[] REQUEST = Resp.command("CLUSTER", "SLOTS");

  /** A run of slots and the nodes that serve it, the master first. */
  static final class Range {
    final int first;
    final int last;
    final List<Member> members;

    Range(int first, int last, List<Member> members) {
      this.first = first;
      this.last = last;
      this.members = members;
    }
  }

  /** A node as the reply names it. */
  static final class Member {
    final NodeAddress address;
    public final String id;

    Member(NodeAddress address, String id) {
      this.address = address;
      this.id = id;
    }
  }

  private final List<Range> ranges;

  private Topology(List<Range> ranges) {
    this.ranges = ranges;
  }

  public List<Range> ranges() {
    return ranges;
  }

  /** The addresses that clients are to use, by the nodes' ids. */
  public Map<String, NodeAddress> addresses() {
    Map<String, NodeAddress> addresses = new HashMap<>();
    for (Range range : ranges) {
      for (Member member : range.members) {
        addresses.put(member.id, member.address);
      }
    }
    return addresses;
  }

  /** The slots whose master is this node: compared by its id, or by its address while no id is known. */
  BitSet slotsOf(Node node) {
    BitSet slots = new BitSet(HashSlot.COUNT);
    for (Range range : ranges) {
      Member master = range.members.get(0);
      boolean same =
          node.id().isEmpty() ? master.address.equals(node.address()) : master.id.equals(node.id());
      if (same) {
        slots.set(range.first, range.last + 1);
      }
    }
    return slots;
  }

  /** Whether any node has this id. */
  public boolean hasId(String id) {
    for (Range range : ranges) {
      for (Member member : range.members) {
        if (member.id.equals(id)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether any node has this address. */
  public boolean names(NodeAddress address) {
    for (Range range : ranges) {
      for (Member member : range.members) {
        if (member.address.equals(address)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Reads the reply.
   *
   * @param asked the node that replied; its host replaces one that the reply leaves empty or unknown
   * @return {@code null} when this is not a reply to CLUSTER SLOTS
   */
  public static Topology of(Object reply, NodeAddress asked) {
    if (!(reply instanceof List)) {
      return null;
    }
    List<Range> ranges = new ArrayList<>();
    for (Object element : (List<?>) reply) {
      Range range = range(element, asked);
      if (range != null) {
        ranges.add(range);
      }
    }
    return new Topology(ranges);
  }

  private static Range range(Object element, NodeAddress asked) {
    if (!(element instanceof List) || ((List<?>) element).size() < 3) {
      return null;
    }
    List<?> fields = (List<?>) element;
    int first = slot(fields.get(0));
    int last = slot(fields.get(1));
    if (first < 0 || last < first) {
      return null;
    }
    List<Member> members = new ArrayList<>();
    for (Object field : fields.subList(2, fields.size())) {
      Member member = member(field, asked);
      if (member == null && members.isEmpty()) {
        return null; // without an address of the master; a replica in its place would be wrong
      }
      if (member != null) {
        members.add(member);
      }
    }
    return new Range(first, last, members);
  }

  private static Member member(Object element, NodeAddress asked) {
    if (!(element instanceof List) || ((List<?>) element).size() < 2) {
      return null;
    }
    List<?> fields = (List<?>) element;
    String host = host(fields, asked);
    Object port = fields.get(1);
    // Port 0: a node with TLS only, in a cluster whose bus announces plain ports. It cannot be
    // reached.
    if (host == null || !(port instanceof Long) || (Long) port < 1 || (Long) port > 65535) {
      return null;
    }
    String id =
        fields.size() > 2 && fields.get(2) instanceof byte[] ? ReplyParser.text(fields.get(2)) : "";
    return new Member(new NodeAddress(host, (int) (long) (Long) port, alias(fields, host)), id);
  }

  private static String host(List<?> fields, NodeAddress asked) {
    Object name = fields.get(0);
    // The cluster prefers hostnames, and this node's is not known: the metadata contains its IP
    // then.
    Object known = isText(name, "?") ? metadata(fields, "ip") : name;
    if (known != null && !(known instanceof byte[])) {
      return null;
    }
    String host = known == null ? "" : ReplyParser.text(known);
    if (host.isEmpty() || "?".equals(host)) {
      return asked.host();
    }
    return NodeAddress.isHost(host) ? host : null;
  }

  private static String alias(List<?> fields, String host) {
    String alias = text(metadata(fields, NodeAddress.isIp(host) ? "hostname" : "ip"));
    return NodeAddress.isHost(alias) && !"?".equals(alias) ? alias : "";
  }

  /** A value of the node's metadata, which follows its id as names and values by turns; {@code null} when there is none. */
  private static Object metadata(List<?> fields, String name) {
    List<?> pairs = fields.size() > 3 && fields.get(3) instanceof List
        ? (List<?>) fields.get(3)
        : Collections.emptyList();
    for (int i = 0; i + 1 < pairs.size(); i += 2) {
      if (isText(pairs.get(i), name)) {
        return pairs.get(i + 1);
      }
    }
    return null;
  }

  private static boolean isText(Object string, String text) {
    return text(string).equals(text);
  }

  private static String text(Object string) {
    return string instanceof byte[] ? ReplyParser.text(string) : "";
  }

  private static int slot(Object number) {
    return number instanceof Long && (Long) number >= 0 && (Long) number < HashSlot.COUNT
        ? (int) (long) (Long) number
        : -1;
  }
}
