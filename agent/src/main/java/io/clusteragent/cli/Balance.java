package io.clusteragent.cli;

import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.cluster.topology.NodeLine;
import io.clusteragent.json.Json;
import java.util.Locale;
import java.util.Map;

/** Computes how evenly the slots are spread over the masters that have slots. */
final class Balance {
  private int masters;
  private int fewest = HashSlot.COUNT;
  private int most;

  Balance(ClusterState state) {
    for (NodeLine master : state.masters()) {
      int slots = master.slots().cardinality();
      if (slots > 0) {
        masters++;
        fewest = Math.min(fewest, slots);
        most = Math.max(most, slots);
      }
    }
  }

  static String percent(int slots) {
    return String.format(Locale.ROOT, "%.1f %%", 100.0 * slots / HashSlot.COUNT);
  }

  String text() {
    if (masters == 0) {
      return "balance: no master has slots";
    }
    return String.format(
        Locale.ROOT,
        "balance: %s slots, %d to %d each; the largest has %.2f times an even share",
        Quantity.of(masters, "master has", "masters have"),
        fewest,
        most,
        largest());
  }

  private double largest() {
    return (double) most * masters / HashSlot.COUNT;
  }

  Map<String, Object> json() {
    return Json.object(
        "mastersWithSlots",
        masters,
        "fewestSlots",
        masters == 0 ? 0 : fewest,
        "mostSlots",
        most,
        "largestShare",
        Math.round(100 * largest()) / 100.0);
  }
}
