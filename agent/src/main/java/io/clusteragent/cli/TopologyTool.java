package io.clusteragent.cli;

import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.cluster.topology.NodeLine;
import io.clusteragent.json.Json;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows masters, replicas, slots, coverage and balance. */
final class TopologyTool extends Tool {

  TopologyTool() {
    super("topology", "HOST:PORT", "masters, replicas, slots, coverage, balance", Flag.CONNECTING);
  }

  @Override
  protected String details() {
    return "Shows the cluster as the node at HOST:PORT reports it, and queries no other node.\n"
        + "Exit code 1 when no node, or a failed node, serves a slot.";
  }

  @Override
  protected ExitCode run(Invocation call) throws ToolException {
    call.atMost(1);
    ClusterState state = ClusterState.of(call, NodeConnector.of(call));
    Balance balance = new Balance(state);
    BitSet uncovered = state.uncovered();
    BitSet lost = state.servedByFailedNodes();
    int covered = HashSlot.COUNT - uncovered.cardinality() - lost.cardinality();
    int masters = state.masters().size();
    StringBuilder text = new StringBuilder();
    text.append(String.format(
        Locale.ROOT,
        "%s sees %s, %s; %s%n%n",
        state.entry(),
        Quantity.of(masters, "master", "masters"),
        Quantity.of(state.nodes().size() - masters, "replica", "replicas"),
        Quantity.ofSlots(covered, "served")));
    text.append(table(state)).append('\n').append(balance.text()).append('\n');
    if (!uncovered.isEmpty()) {
      text.append("not served: ").append(SlotRanges.text(uncovered)).append('\n');
    }
    if (!lost.isEmpty()) {
      text.append("served by a failed node: ").append(SlotRanges.text(lost)).append('\n');
    }
    call.output()
        .print(
            text,
            Json.object(
                "entry", state.entry().toString(),
                "coveredSlots", covered,
                "uncovered", SlotRanges.of(uncovered),
                "servedByFailedNodes", SlotRanges.of(lost),
                "balance", balance.json(),
                "masters", masters(state)));
    return ExitCode.problemFoundIf(covered < HashSlot.COUNT);
  }

  private static Table table(ClusterState state) {
    Table table = new Table().row("MASTER", "STATE", "SLOTS", "SHARE", "RANGES", "REPLICAS");
    for (NodeLine master : state.masters()) {
      BitSet slots = master.slots();
      StringBuilder replicas = new StringBuilder();
      for (NodeLine replica : state.replicasOf(master)) {
        replicas
            .append(replicas.length() == 0 ? "" : " ")
            .append(state.addressAndCondition(replica));
      }
      table.row(
          state.address(master).toString(),
          ClusterState.condition(master),
          Integer.toString(slots.cardinality()),
          Balance.percent(slots.cardinality()),
          SlotRanges.text(slots),
          replicas.length() == 0 ? "-" : replicas.toString());
    }
    return table;
  }

  private static List<Map<String, Object>> masters(ClusterState state) {
    List<Map<String, Object>> masters = new ArrayList<>();
    for (NodeLine master : state.masters()) {
      List<Map<String, Object>> replicas = new ArrayList<>();
      for (NodeLine replica : state.replicasOf(master)) {
        replicas.add(node(state, replica));
      }
      Map<String, Object> node = node(state, master);
      node.put("epoch", master.epoch());
      node.put("slots", master.slots().cardinality());
      node.put("ranges", SlotRanges.of(master.slots()));
      node.put("replicas", replicas);
      masters.add(node);
    }
    return masters;
  }

  private static Map<String, Object> node(ClusterState state, NodeLine node) {
    return Json.object(
        "address", state.address(node).toString(),
        "id", node.id(),
        "state", ClusterState.condition(node));
  }
}
