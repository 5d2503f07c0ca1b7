package io.clusteragent.cluster.topology;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.flight.FlightEvent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells the flight recorder of masters whose replicas have taken over; slots that were moved to other shards are none. */
public final class FailoverEvents {
  private FailoverEvents() {}

  /**
   * @param before what the topology before said
   * @param now what the latest one says
   */
  public static void publish(NodeAddress cluster, SlotMap before, SlotMap now) {
    // The first topology comes while the application starts, which needs no classes of the
    // recorder.
    if (before != SlotMap.EMPTY && FlightEvent.FAILOVER.isWanted()) {
      for (Map.Entry<List<Node>, Integer> each : between(before, now).entrySet()) {
        List<Node> nodes = each.getKey();
        FlightEvent.FAILOVER.commit(
            cluster.toString(), nodes.get(0).toString(), nodes.get(1).toString(), each.getValue());
      }
    }
  }

  /** The old and the new master, and how many slots they have to do with. */
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
