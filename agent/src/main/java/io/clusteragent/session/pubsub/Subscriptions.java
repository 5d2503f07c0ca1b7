package io.clusteragent.session.pubsub;

import io.clusteragent.protocol.Resp;
import io.clusteragent.session.bytes.ByteArrayBuilder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Keeps the subscriptions of a connection, without sharded channels. Guarded by its connection's lock. */
final class Subscriptions {
  private static final String KEYSPACE = "__keyspace@";
  private static final String KEYEVENT = "__keyevent@";

  // As ISO 8859-1 text, which keeps every byte.
  private final Set<String> channels = new LinkedHashSet<>();
  private final Set<String> patterns = new LinkedHashSet<>();
  private int changes;

  /**
   * Records a SUBSCRIBE, UNSUBSCRIBE, PSUBSCRIBE or PUNSUBSCRIBE.
   *
   * @param command the name of the command, and its channels or patterns
   */
  void record(List<String> command) {
    Set<String> set = setOf(command.get(0));
    List<String> named = command.subList(1, command.size());
    if (!command.get(0).contains("UNSUBSCRIBE")) {
      set.addAll(named);
    } else if (named.isEmpty()) {
      set.clear();
    } else {
      named.forEach(set::remove);
    }
    changes++;
  }

  /** Whether there is nothing to unsubscribe from with this command. */
  boolean isEmpty(String command) {
    return setOf(command).isEmpty();
  }

  private Set<String> setOf(String command) {
    return command.startsWith("P") ? patterns : channels;
  }

  int size() {
    return channels.size() + patterns.size();
  }

  /** Returns the number of changes so far. */
  int changes() {
    return changes;
  }

  /** Returns the commands that repeat all subscriptions. */
  byte[] all() {
    ByteArrayBuilder out = new ByteArrayBuilder();
    append(out, "SUBSCRIBE", channels);
    append(out, "PSUBSCRIBE", patterns);
    return out.toArray();
  }

  /** Whether any subscription can receive keyspace notifications, which a node sends to its own clients only. */
  boolean wantKeyspaceEvents() {
    return !keyspaceChannels().isEmpty() || !keyspacePatterns().isEmpty();
  }

  /** Returns the commands that subscribe to keyspace notifications, as far as they are wanted, and to nothing else. */
  byte[] keyspaceOnly() {
    ByteArrayBuilder out = new ByteArrayBuilder();
    out.append(Resp.command("UNSUBSCRIBE"));
    out.append(Resp.command("PUNSUBSCRIBE"));
    append(out, "SUBSCRIBE", keyspaceChannels());
    append(out, "PSUBSCRIBE", keyspacePatterns());
    return out.toArray();
  }

  static boolean isKeyspaceChannel(String channel) {
    return channel.startsWith(KEYSPACE) || channel.startsWith(KEYEVENT);
  }

  private List<String> keyspaceChannels() {
    List<String> found = new ArrayList<>();
    for (String channel : channels) {
      if (isKeyspaceChannel(channel)) {
        found.add(channel);
      }
    }
    return found;
  }

  private List<String> keyspacePatterns() {
    List<String> found = new ArrayList<>();
    for (String pattern : patterns) {
      if (mayMatch(pattern, KEYSPACE) || mayMatch(pattern, KEYEVENT)) {
        found.add(pattern);
      }
    }
    return found;
  }

  /** Whether a pattern can match names with a prefix. Compares only the text before its first special character. */
  private static boolean mayMatch(String pattern, String prefix) {
    int literal = 0;
    while (literal < pattern.length() && "*?[\\".indexOf(pattern.charAt(literal)) < 0) {
      literal++;
    }
    int common = Math.min(literal, prefix.length());
    return pattern.regionMatches(0, prefix, 0, common)
        && (literal < pattern.length() || literal >= prefix.length());
  }

  private static void append(
      ByteArrayBuilder out, String name, java.util.Collection<String> arguments) {
    if (arguments.isEmpty()) {
      return;
    }
    byte[][] command = new byte[arguments.size() + 1][];
    command[0] = Resp.ascii(name);
    int at = 1;
    for (String argument : arguments) {
      command[at++] = Resp.ascii(argument);
    }
    out.append(Resp.command(command));
  }
}
