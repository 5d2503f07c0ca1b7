package io.clusteragent.session.pubsub;

import io.clusteragent.cluster.node.Node;
import io.clusteragent.protocol.Resp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The sharded channels of one connection: where each is, and what the application has been told of it. Confirmations come in
 * the order in which the application asked, with the number of all its channels, as one server gives them; what a node
 * says to a subscription of the agent's own making stays here. Channels are ISO 8859-1 text, which keeps every byte.
 *
 * <p>Owned by the thread that reads the stream.
 */
final class ShardedPubSubChannels {
  private final boolean resp3;
  private final Consumer<byte[]> out;

  /** The wanted channels, each with its node; {@code null} while it is at none. */
  private final Map<String, Node> nodes = new LinkedHashMap<>();

  private final Set<String> confirmedToApplication = new HashSet<>();

  /** Channels that the application waits for, oldest first, and those of them that are subscribed to by now. */
  private final Deque<String> awaited = new ArrayDeque<>();

  private final Set<String> subscribed = new HashSet<>();

  /** Messages of channels whose confirmation the application has not got yet. */
  private final List<byte[]> heldMessages = new ArrayList<>();

  /**
   * @param out takes each frame for the application
   */
  ShardedPubSubChannels(boolean resp3, Consumer<byte[]> out) {
    this.resp3 = resp3;
    this.out = out;
  }

  boolean isEmpty() {
    return nodes.isEmpty();
  }

  /** Whether the application has the answer to all that it asked for. */
  boolean allConfirmed() {
    return awaited.isEmpty();
  }

  // ---- what the application wants

  /** {@code SSUBSCRIBE channel...}. */
  void subscribe(String[] command) {
    if (command.length == 1) {
      out.accept(Resp.error("ERR wrong number of arguments for 'ssubscribe' command"));
    }
    for (int i = 1; i < command.length; i++) {
      awaited.add(command[i]);
      if (confirmedToApplication.contains(command[i])) {
        subscribed.add(command[i]);
      } else if (!nodes.containsKey(command[i])) {
        nodes.put(command[i], null);
      }
    }
    confirmInOrder();
  }

  /**
   * {@code SUNSUBSCRIBE channel...}, or all of them; the application is told at once, as nothing of theirs will reach it
   * any more.
   *
   * @return the channels, for the nodes to be told
   */
  List<String> unsubscribe(String[] command) {
    List<String> leaving = command.length > 1
        ? Arrays.asList(command).subList(1, command.length)
        : new ArrayList<>(nodes.keySet());
    for (String channel : new LinkedHashSet<>(leaving)) {
      confirmedToApplication.remove(channel);
      out.accept(confirmation("sunsubscribe", channel));
    }
    if (leaving.isEmpty()) {
      out.accept(confirmation("sunsubscribe", null));
    }
    return leaving;
  }

  /** Forgets a channel; answers where it was, or {@code null}. */
  Node remove(String channel) {
    return nodes.remove(channel);
  }

  /** Any other command that a subscriber may send. */
  void answer(String[] command) {
    switch (command[0]) {
      case "PING":
        String text = command.length > 1 ? command[1] : "";
        out.accept(
            !resp3
                ? Resp.ascii("*2\r\n$4\r\npong\r\n" + bulk(text))
                : command.length > 1 ? Resp.ascii(bulk(text)) : Resp.simple("PONG"));
        return;
      case "QUIT":
        out.accept(Resp.simple("OK"));
        return;
      default:
        out.accept(
            Resp.error(
                "ERR " + command[0]
                    + " on a connection with sharded channels is not possible on a cluster; use another connection"));
    }
  }

  // ---- what the nodes say

  List<String> unassigned() {
    List<String> found = new ArrayList<>(0);
    for (Map.Entry<String, Node> entry : nodes.entrySet()) {
      if (entry.getValue() == null) {
        found.add(entry.getKey());
      }
    }
    return found;
  }

  void assign(String channel, Node node) {
    nodes.put(channel, node);
  }

  void confirmed(String channel) {
    if (nodes.containsKey(channel) && !confirmedToApplication.contains(channel)) {
      subscribed.add(channel);
      confirmInOrder();
    }
  }

  /** A node's error which no other node would mend. */
  void refused(String channel, byte[] line) {
    nodes.remove(channel);
    awaited.remove(channel);
    confirmedToApplication.remove(channel);
    out.accept(line);
    confirmInOrder();
  }

  /** A node gave a channel up; answers whether it is one that is wanted there. */
  boolean unassign(String channel, Node node) {
    return nodes.replace(channel, node, null);
  }

  /** A node is gone; answers how many channels that were in use were there. */
  int unassignAll(Node node) {
    int displaced = 0;
    for (Map.Entry<String, Node> entry : nodes.entrySet()) {
      if (entry.getValue() == node) {
        entry.setValue(null);
        displaced += confirmedToApplication.contains(entry.getKey()) ? 1 : 0;
      }
    }
    return displaced;
  }

  void message(String channel, byte[] frame) {
    if (confirmedToApplication.contains(channel)) {
      out.accept(frame);
    } else if (nodes.containsKey(channel)) {
      heldMessages.add(frame);
    }
  }

  // ---- telling the application

  private void confirmInOrder() {
    while (!awaited.isEmpty() && subscribed.contains(awaited.peek())) {
      String channel = awaited.remove();
      confirmedToApplication.add(channel);
      out.accept(confirmation("ssubscribe", channel));
    }
    if (awaited.isEmpty()) {
      subscribed.clear();
      heldMessages.forEach(out);
      heldMessages.clear();
    }
  }

  private byte[] confirmation(String kind, String channel) {
    String name = channel != null ? bulk(channel) : resp3 ? "_\r\n" : "$-1\r\n";
    return Resp.ascii((resp3 ? ">" : "*") + "3\r\n" + bulk(kind) + name + ":"
        + confirmedToApplication.size() + "\r\n");
  }

  private static String bulk(String text) {
    return "$" + text.length() + "\r\n" + text + "\r\n";
  }
}
