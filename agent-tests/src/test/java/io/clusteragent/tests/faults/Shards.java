package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds the load's hash tags, each in a slot of its own, by the shard that serves them at the start. A shard keeps its number
 * when its master changes.
 */
record Shards(List<List<String>> tags) {

  /** Creates the shards; the first master serves shard 0. */
  static Shards of(RedisCluster cluster, int tagsOfEach) {
    List<RedisNode> owners = cluster.owners();
    List<RedisNode> masters = cluster.masters();
    List<List<String>> tags = new ArrayList<>();
    masters.forEach(master -> tags.add(new ArrayList<>()));
    Set<Integer> used = new HashSet<>();
    for (int i = 0; tags.stream().anyMatch(shard -> shard.size() < tagsOfEach); i++) {
      String tag = "k" + i;
      int slot = RedisCluster.slotOf(tag);
      List<String> shard = tags.get(masters.indexOf(owners.get(slot)));
      if (shard.size() < tagsOfEach && used.add(slot)) {
        shard.add(tag);
      }
    }
    return new Shards(tags);
  }

  int count() {
    return tags.size();
  }

  /** The slots of a shard's hash tags. */
  List<Integer> slots(int shard) {
    return tags.get(shard).stream().map(RedisCluster::slotOf).collect(Collectors.toList());
  }

  /** The value of the load's property {@code load.tags}. */
  String property() {
    return tags.stream().map(shard -> String.join(",", shard)).collect(Collectors.joining(";"));
  }
}
