package io.clusteragent.cluster.topology;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.metrics.Count;
import java.nio.charset.StandardCharsets;

/**
 * Classifies a server's error reply by its meaning for the routing of the command. A pure value; the session acts on it.
 *
 * <p>Source: cluster specification, "Redirection and resharding"; the error texts are those of Redis 6.2 to 8 and Valkey
 * 8 and 9.
 */
public final class Redirection {

  /** The classes of error replies that concern routing. In all of them the command did not run. */
  public enum Kind {
    /** Does not concern routing: the application handles it. */
    NONE(null),
    /** The slot belongs to another node permanently. */
    MOVED(Count.MOVED),
    /** The slot is migrating to another node, which has this key already: this one command goes there. */
    ASK(Count.ASK),
    /** The keys of a migrating slot are spread over both nodes. */
    TRYAGAIN(Count.TRYAGAIN),
    /** The cluster, or the slot's shard, is down. */
    CLUSTERDOWN(Count.CLUSTERDOWN),
    /** The node is loading its data. */
    LOADING(Count.LOADING),
    /** A replica lost its master. */
    MASTERDOWN(Count.MASTERDOWN),
    /** A write reached a replica: the roles changed. */
    READONLY(Count.READONLY),
    /**
     * The node ended a blocked command because it became a replica. CLIENT UNBLOCK has another text: a client wants that one.
     */
    UNBLOCKED(Count.UNBLOCKED),
    /** The node does not have the script; another one may have it. */
    NOSCRIPT(Count.NOSCRIPT);

    private final Count count;

    Kind(Count count) {
      this.count = count;
    }

    /** The counter of this kind; {@code null} for {@link #NONE}. */
    public Count count() {
      return count;
    }
  }

  private static final Redirection NONE = new Redirection(Kind.NONE, -1, null);

  private final Kind kind;
  private final int slot;
  private final NodeAddress target;

  private Redirection(Kind kind, int slot, NodeAddress target) {
    this.kind = kind;
    this.slot = slot;
    this.target = target;
  }

  public Kind kind() {
    return kind;
  }

  /**
   * Whether the same command may succeed on the same node a moment later; so the node may have executed commands behind the
   * refused one. After MOVED and ASK the node refuses those as well, as the slot, or the key, is elsewhere.
   */
  public boolean isTemporary() {
    return kind != Kind.NONE && kind != Kind.MOVED && kind != Kind.ASK;
  }

  /** The slot that MOVED or ASK names; -1 for the other kinds. */
  public int slot() {
    return slot;
  }

  /** Whether MOVED or ASK names the target node. It does not where hostnames are preferred and the target's is not known. */
  public boolean namesNode() {
    return target != null;
  }

  /** The node that MOVED or ASK names, if it does; the host is empty when it is the host of the replying node. */
  public NodeAddress target() {
    return target;
  }

  /**
   * Classifies an error line.
   *
   * @param bytes the reply, from its {@code -} up to, but without, its line end
   */
  public static Redirection of(byte[] bytes, int from, int to) {
    if (to - from < 2) {
      return NONE;
    }
    switch (bytes[from + 1]) {
      case 'M':
        if (starts(bytes, from, to, "-MOVED ")) {
          return withTarget(Kind.MOVED, bytes, from + 7, to);
        }
        return starts(bytes, from, to, "-MASTERDOWN ") ? plain(Kind.MASTERDOWN) : NONE;
      case 'A':
        return starts(bytes, from, to, "-ASK ") ? withTarget(Kind.ASK, bytes, from + 5, to) : NONE;
      case 'T':
        return starts(bytes, from, to, "-TRYAGAIN ") ? plain(Kind.TRYAGAIN) : NONE;
      case 'C':
        return starts(bytes, from, to, "-CLUSTERDOWN ") ? plain(Kind.CLUSTERDOWN) : NONE;
      case 'L':
        return starts(bytes, from, to, "-LOADING ") ? plain(Kind.LOADING) : NONE;
      case 'N':
        return starts(bytes, from, to, "-NOSCRIPT ") ? plain(Kind.NOSCRIPT) : NONE;
      case 'U':
        return starts(bytes, from, to, "-UNBLOCKED force unblock ") ? plain(Kind.UNBLOCKED) : NONE;
      case 'R':
        return starts(bytes, from, to, "-READONLY ") ? plain(Kind.READONLY) : NONE;
      default:
        return NONE;
    }
  }

  private static Redirection plain(Kind kind) {
    return new Redirection(kind, -1, null);
  }

  /** Reads {@code SLOT HOST:PORT}; the host may be empty, {@code ?} or an IPv6 literal. Any other form is no redirection. */
  private static Redirection withTarget(Kind kind, byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    int space = text.indexOf(' ');
    int colon = text.lastIndexOf(':');
    if (space <= 0 || colon < space) {
      return NONE;
    }
    int slot = number(text.substring(0, space));
    int port = number(text.substring(colon + 1).trim());
    if (slot < 0 || slot >= HashSlot.COUNT || port < 1 || port > 65535) {
      return NONE;
    }
    String host = text.substring(space + 1, colon);
    if (host.equals("?")) {
      return new Redirection(kind, slot, null);
    }
    return host.isEmpty() || NodeAddress.isHost(host)
        ? new Redirection(kind, slot, new NodeAddress(host, port))
        : NONE;
  }

  private static int number(String digits) {
    if (digits.isEmpty() || digits.length() > 5) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private static boolean starts(byte[] bytes, int from, int to, String prefix) {
    if (to - from < prefix.length()) {
      return false;
    }
    for (int i = 0; i < prefix.length(); i++) {
      if (bytes[from + i] != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
