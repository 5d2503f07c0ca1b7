package io.clusteragent.cluster.topology;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.flight.FlightEvent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Records failovers in the flight recorder: masters whose replicas have taken over. Slots moved to other shards do not count.
 */
public final class FailoverEvents {
  private FailoverEvents() {}

  /**
   * @param before the slot map of the previous topology
   * @param now the slot map of the latest topology
   */
  public static void publish(NodeAddress cluster, SlotMap before, SlotMap now) {
    // The first topology arrives while the application starts. Loading classes of the recorder then
    // would slow the start.
    if (before != SlotMap.EMPTY && FlightEvent.FAILOVER.isWanted()) {
      for (Map.Entry<List<Node>, Integer> each : between(before, now).entrySet()) {
        List<Node> nodes = each.getKey();
        FlightEvent.FAILOVER.commit(
            cluster.toString(), nodes.get(0).toString(), nodes.get(1).toString(), each.getValue());
      }
    }
  }

  /** Pairs of the old and the new master, each with the number of slots taken over. */
  static Map<List<Node>, Integer> between(SlotMap before, SlotMap now) {
    Map<List<Node>, Integer> slots = new LinkedHashMap<>();
    for (int slot = 0; slot < HashSlot.COUNT; slot++) {
      Node from = before.owner(slot);
      Node to = now.owner(slot);
      if (from != to && Arrays.asList(before.replicas(slot)).contains(to)) {
        slots.merge(Arrays.asList(from, to), 1, Integer::sum);
      }
    }
    return slots;
  }
}
