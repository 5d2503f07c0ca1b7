package io.clusteragent.cli;

import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.cluster.topology.NodeLine;
import io.clusteragent.config.Configuration;
import io.clusteragent.config.Options;
import io.clusteragent.hashtag.AmbiguousNameException;
import io.clusteragent.hashtag.HashTagRules;
import io.clusteragent.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Shows the slot, master and replicas of keys. */
final class LocateTool extends Tool {
  private static final List<NodeLine> NO_NODES = Collections.emptyList();
  private static final String FROM_STDIN = "-";

  LocateTool() {
    super("locate", "HOST:PORT KEY...", "slot, node, replicas and hash tag of keys", Flag.LOCATING);
  }

  @Override
  protected String details() {
    return "The key - reads keys from standard input: one key per line, taken as raw bytes.\n"
        + "Exit code 1 when no node, or a failed node, serves a key's slot.";
  }

  @Override
  protected ExitCode run(Invocation call) throws ToolException {
    List<byte[]> keys = tagged(keys(call), call);
    ClusterState state = ClusterState.of(call, NodeConnector.of(call));
    Table table = new Table().row("KEY", "SLOT", "TAG", "NODE", "REPLICAS");
    List<Map<String, Object>> located = new ArrayList<>();
    boolean problem = false;
    for (byte[] key : keys) {
      int slot = HashSlot.of(key);
      byte[] tag = HashSlot.tag(key);
      NodeLine owner = state.owner(slot);
      problem |= owner == null || owner.isFailed();
      List<String> replicas = new ArrayList<>();
      List<String> named = new ArrayList<>();
      for (NodeLine replica : owner == null ? NO_NODES : state.replicasOf(owner)) {
        replicas.add(state.address(replica).toString());
        named.add(state.addressAndCondition(replica));
      }
      table.row(
          visible(key),
          Integer.toString(slot),
          tag == null ? "-" : visible(tag),
          owner == null ? "(none)" : state.addressAndCondition(owner),
          named.isEmpty() ? "-" : String.join(" ", named));
      located.add(Json.object(
          "key",
          text(key),
          "slot",
          slot,
          "tag",
          tag == null ? null : text(tag),
          "node",
          owner == null ? null : state.address(owner).toString(),
          "state",
          owner == null ? "uncovered" : ClusterState.condition(owner),
          "replicas",
          replicas));
    }
    call.output()
        .print(table.toString(), Json.object("entry", state.entry().toString(), "keys", located));
    return ExitCode.problemFoundIf(problem);
  }

  /** The keys in the cluster that names of an application stand for. */
  private static List<byte[]> tagged(List<byte[]> names, Invocation call) throws ToolException {
    HashTagRules rules = rules(call);
    if (rules == null) {
      return names;
    }
    List<byte[]> keys = new ArrayList<>();
    for (byte[] name : names) {
      try {
        keys.add(rules.tagged(name));
      } catch (AmbiguousNameException e) {
        throw ToolException.usage(visible(name) + ": " + e.getMessage());
      }
    }
    return keys;
  }

  private static HashTagRules rules(Invocation call) throws ToolException {
    Properties options = new Properties();
    if (call.has(Flag.HASH_TAGS)) {
      options.setProperty(Options.HASH_TAGS.property(), call.value(Flag.HASH_TAGS));
    }
    if (call.has(Flag.HASH_TAG_ALL)) {
      options.setProperty(Options.HASH_TAG_ALL.property(), call.value(Flag.HASH_TAG_ALL));
    }
    try {
      return Configuration.of(null, options, Collections.<String, String>emptyMap())
          .hashTags();
    } catch (IllegalArgumentException e) {
      throw ToolException.usage(e.getMessage());
    }
  }

  private static List<byte[]> keys(Invocation call) throws ToolException {
    call.entry();
    List<byte[]> keys = new ArrayList<>();
    for (String key : call.operands().subList(1, call.operands().size())) {
      if (key.equals(FROM_STDIN)) {
        keys.addAll(lines(call.environment().in()));
      } else {
        keys.add(key.getBytes(StandardCharsets.UTF_8));
      }
    }
    if (call.operands().size() == 1) {
      throw ToolException.usage("locate needs a key; - reads keys from standard input");
    }
    return keys;
  }

  private static List<byte[]> lines(InputStream in) throws ToolException {
    List<byte[]> lines = new ArrayList<>();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    try {
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        for (byte b : Arrays.copyOf(piece, n)) {
          if (b == '\n') {
            lines.add(line.toByteArray());
            line.reset();
          } else {
            line.write(b);
          }
        }
      }
    } catch (IOException e) {
      throw ToolException.usage("standard input cannot be read: " + e.getMessage());
    }
    if (line.size() > 0) {
      lines.add(line.toByteArray());
    }
    return lines;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** A key as text for a terminal: each control character becomes a dot. */
  private static String visible(byte[] bytes) {
    StringBuilder visible = new StringBuilder();
    for (char c : text(bytes).toCharArray()) {
      visible.append(Character.isISOControl(c) ? '.' : c);
    }
    return visible.toString();
  }
}
