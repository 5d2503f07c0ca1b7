package io.clusteragent.tests.bench;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Starts a cluster of three masters, and a standalone server. */
final class Servers implements AutoCloseable {
  private static final String GET_SCRIPT = "return redis.call('GET', KEYS[1])";
  /** A node on a core that the benchmark keeps busy must not be taken for dead. */
  private static final int NODE_TIMEOUT_MILLIS = 15_000;

  private final RedisCluster cluster;
  private final RedisNode standalone;
  private final List<RedisNode> masters;
  private final int[] masterOfSlot = new int[16384];
  private final String script;

  private Servers(RedisCluster cluster, RedisNode standalone) {
    this.cluster = cluster;
    this.standalone = standalone;
    this.masters = cluster.masters();
    for (Object shard : (List<?>) masters.get(0).ask("CLUSTER", "SLOTS")) {
      List<?> range = (List<?>) shard;
      long port = (Long) ((List<?>) range.get(2)).get(1);
      int master = masters.indexOf(cluster.nodeAt((int) port));
      for (long slot = (Long) range.get(0); slot <= (Long) range.get(1); slot++) {
        masterOfSlot[(int) slot] = master;
      }
    }
    this.script = Stream.concat(masters.stream(), Stream.of(standalone))
        .map(node -> (String) node.ask("SCRIPT", "LOAD", GET_SCRIPT))
        .reduce((first, same) -> same)
        .orElseThrow();
  }

  static Servers start() {
    RedisCluster cluster =
        RedisCluster.builder().nodeTimeoutMillis(NODE_TIMEOUT_MILLIS).start();
    try {
      RedisNode standalone = RedisNode.settings().start();
      return new Servers(cluster, standalone);
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** The servers that do the work of a mode; the mode's client gets the address of the first. */
  List<RedisNode> of(Mode mode) {
    if (!mode.onCluster()) {
      return List.of(standalone);
    }
    return mode.keysOnOneMaster() ? masters.subList(0, 1) : masters;
  }

  /** A hash tag of the first master, as long as the hash tags of the spread keys. */
  String tagOfFirstMaster() {
    return tags("t", 1_000).filter(tag -> masterOf(tag) == 0).findFirst().orElseThrow();
  }

  /** The index of each key's master, as a digit, for the worker's keys {@code {k00000}:...}, {@code {k00001}:...}. */
  String mastersOfKeys(int keys) {
    return tags("k", keys)
        .map(tag -> Integer.toString(masterOf(tag)))
        .collect(Collectors.joining());
  }

  private static Stream<String> tags(String letter, int count) {
    return IntStream.range(0, count).mapToObj(i -> String.format("%s%05d", letter, i));
  }

  private int masterOf(String tag) {
    return masterOfSlot[RedisCluster.slotOf(tag)];
  }

  /** The SHA1 of a script that returns the value of its key, and is loaded into every server. */
  String script() {
    return script;
  }

  /** The processor time that the servers of a mode have used so far, in nanoseconds. */
  long cpuNanos(Mode mode) {
    return of(mode).stream()
        .mapToLong(node -> ProcessorTime.nanosOf(node.pid()))
        .sum();
  }

  List<Long> pids() {
    List<Long> pids = new ArrayList<>();
    cluster.nodes().forEach(node -> pids.add(node.pid()));
    pids.add(standalone.pid());
    return pids;
  }

  @Override
  public void close() {
    standalone.close();
    cluster.close();
  }
}
