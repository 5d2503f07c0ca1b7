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
 * Tracks the sharded channels of one connection, and sends their frames to the application.
 *
 * <p>For each channel it knows the node, and whether the application got a confirmation. The application gets confirmations in
 * the order of its commands, with the number of all its channels, as from one server. It gets no confirmation of a subscription
 * that the agent repeats on another node. Channels are ISO 8859-1 text, which keeps every byte.
 *
 * <p>Owned by the thread that reads the stream.
 */
final class ShardedPubSubChannels {
  private final boolean resp3;
  private final Consumer<byte[]> out;

  /** The subscribed channels, each with its node; {@code null} while it is on no node. */
  private final Map<String, Node> nodes = new LinkedHashMap<>();

  private final Set<String> confirmedToApplication = new HashSet<>();

  /** The channels whose confirmation the application waits for, oldest first. */
  private final Deque<String> awaited = new ArrayDeque<>();

  /** The channels of {@link #awaited} that are subscribed to on their node already. */
  private final Set<String> subscribed = new HashSet<>();

  /** Messages of channels whose confirmation the application has not got yet; they follow it. */
  private final List<byte[]> heldMessages = new ArrayList<>();

  /**
   * @param out gets each frame for the application
   */
  ShardedPubSubChannels(boolean resp3, Consumer<byte[]> out) {
    this.resp3 = resp3;
    this.out = out;
  }

  boolean isEmpty() {
    return nodes.isEmpty();
  }

  /** Whether the application has got the confirmations of all its subscriptions. */
  boolean allConfirmed() {
    return awaited.isEmpty();
  }

  // ---- commands of the application

  /** Executes {@code SSUBSCRIBE channel...}. */
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
   * Executes {@code SUNSUBSCRIBE channel...}; without channels, for all of them.
   *
   * <p>The application gets the confirmations at once, because no later message of the channels reaches it.
   *
   * @return the channels to unsubscribe from on their nodes
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

  /** Removes a channel; returns its node, or {@code null}. */
  Node remove(String channel) {
    return nodes.remove(channel);
  }

  /** Answers any other command that a subscriber may send. */
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

  // ---- answers of the nodes

  /** Returns the channels that are on no node. */
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

  /** Records that the node confirmed a subscription. */
  void confirmed(String channel) {
    if (nodes.containsKey(channel) && !confirmedToApplication.contains(channel)) {
      subscribed.add(channel);
      confirmInOrder();
    }
  }

  /** Records that a node refused a subscription with an error that every other node would send, too. */
  void refused(String channel, byte[] line) {
    nodes.remove(channel);
    awaited.remove(channel);
    confirmedToApplication.remove(channel);
    out.accept(line);
    confirmInOrder();
  }

  /** Records that a node no longer serves a channel; returns whether the channel was assigned to that node. */
  boolean unassign(String channel, Node node) {
    return nodes.replace(channel, node, null);
  }

  /** Whether a node has a channel whose confirmation the application has got. */
  boolean hasConfirmed(Node node) {
    for (Map.Entry<String, Node> entry : nodes.entrySet()) {
      if (entry.getValue() == node && confirmedToApplication.contains(entry.getKey())) {
        return true;
      }
    }
    return false;
  }

  /** Records that a node was lost; returns how many confirmed channels it had. */
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

  /** Passes on a message, or holds it back until the application has the confirmation of its channel. */
  void message(String channel, byte[] frame) {
    if (confirmedToApplication.contains(channel)) {
      out.accept(frame);
    } else if (nodes.containsKey(channel)) {
      heldMessages.add(frame);
    }
  }

  // ---- confirmations for the application

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
