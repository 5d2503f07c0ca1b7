package io.clusteragent.cli;

import io.clusteragent.cli.Findings.Level;
import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.cluster.topology.NodeLine;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks coverage, agreement, epochs and migrations of the slots. */
final class SlotChecks {

  private SlotChecks() {}

  static void of(ClusterState state, List<NodeReport> reports, Findings findings) {
    List<String> wrong = new ArrayList<>();
    if (!state.uncovered().isEmpty()) {
      wrong.add(Quantity.of(
              state.uncovered().cardinality(), "slot is not served: ", "slots are not served: ")
          + findings.ranges(state.uncovered()));
    }
    if (!state.servedByFailedNodes().isEmpty()) {
      wrong.add(Quantity.of(
              state.servedByFailedNodes().cardinality(),
              "slot is served by a node that failed: ",
              "slots are served by a node that failed: ")
          + findings.ranges(state.servedByFailedNodes()));
    }
    findings.add("coverage", Level.FAIL, wrong, "all " + HashSlot.COUNT + " slots are served");
    findings.add("state", Level.FAIL, refusing(reports), "every node reports cluster_state:ok");
    findings.add(
        "agreement",
        Level.FAIL,
        disagreeing(state, reports, findings),
        "all reachable nodes report the same slot owners");
    findings.add("epochs", Level.WARN, epochs(state, reports), "no two masters share an epoch");
    findings.add("moving", Level.WARN, migrating(reports), "no slot is migrating");
  }

  private static List<String> refusing(List<NodeReport> reports) {
    List<String> down = new ArrayList<>();
    for (NodeReport report : reports) {
      String state = report.fact("cluster_state");
      if (!state.isEmpty() && !state.equals("ok")) {
        down.add(report.address() + " reports cluster_state:" + state + ", and refuses commands");
      }
    }
    return down;
  }

  private static List<String> disagreeing(
      ClusterState state, List<NodeReport> reports, Findings findings) {
    List<String> disagreeing = new ArrayList<>();
    for (NodeReport report : reports) {
      if (report.view().isEmpty() || report.isForeign()) {
        continue;
      }
      String[] owners = new String[HashSlot.COUNT];
      for (NodeLine node : report.view()) {
        BitSet slots = node.slots();
        for (int slot = slots.nextSetBit(0); slot >= 0; slot = slots.nextSetBit(slot + 1)) {
          owners[slot] = node.id();
        }
      }
      BitSet other = new BitSet();
      for (int slot = 0; slot < owners.length; slot++) {
        NodeLine owner = state.owner(slot);
        other.set(slot, owner == null ? owners[slot] != null : !owner.id().equals(owners[slot]));
      }
      if (!other.isEmpty()) {
        disagreeing.add(report.address() + " reports other owners than " + state.entry() + " for "
            + Quantity.of(other.cardinality(), "slot: ", "slots: ") + findings.ranges(other));
      }
    }
    return disagreeing;
  }

  private static List<String> epochs(ClusterState state, List<NodeReport> reports) {
    List<String> wrong = new ArrayList<>();
    Map<Long, NodeLine> byEpoch = new HashMap<>();
    for (NodeLine master : state.masters()) {
      NodeLine other = master.slots().isEmpty() ? null : byEpoch.put(master.epoch(), master);
      if (other != null) {
        wrong.add(state.address(other) + " and " + state.address(master)
            + " have the same configuration epoch " + master.epoch()
            + "; the nodes resolve this by themselves");
      }
    }
    Map<String, String> current = new HashMap<>();
    for (NodeReport report : reports) {
      String epoch = report.fact("cluster_current_epoch");
      if (!epoch.isEmpty()) {
        current.put(epoch, report.address().toString());
      }
    }
    if (current.size() > 1) {
      wrong.add("the nodes are at different current epochs: " + current);
    }
    return wrong;
  }

  private static List<String> migrating(List<NodeReport> reports) {
    List<String> moving = new ArrayList<>();
    for (NodeReport report : reports) {
      for (NodeLine node : report.view()) {
        if (node.isMyself() && !node.open().isEmpty()) {
          moving.add(
              report.address() + " has migrating slots: " + Findings.abbreviated(node.open()));
        }
      }
    }
    return moving;
  }
}
