package io.clusteragent.tests;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.List;
import java.util.stream.IntStream;

/** Runs programs on the {@link SharedCluster} that write a key of another node, which shows whether they are routed. */
public final class OtherNodeCluster {
  public static final String PROGRAM = "scenarios.OtherNodeProgram";
  static final List<String> ROUTED = List.of("elsewhere -> OK");

  private final RedisCluster cluster = SharedCluster.get();

  /** A JVM for a program that knows one node only. */
  public ForkedJvm jvm() {
    RedisNode entry = cluster.masters().get(0);
    return new ForkedJvm()
        .property("target.host", entry.host())
        .property("target.port", entry.port())
        .property("target.elsewhere", key(1));
  }

  public void flush() {
    cluster.nodes().forEach(node -> node.ask("FLUSHALL"));
  }

  /** Creates so many keys, on all nodes, and removes all others. */
  public void fill(int keys) {
    flush();
    for (int i = 0; i < keys; i++) {
      cluster.masterOf(RedisCluster.slotOf("key" + i)).ask("SET", "key" + i, "v");
    }
  }

  /** A key of one of the masters. */
  String key(int master) {
    RedisNode node = cluster.masters().get(master);
    return IntStream.range(0, 1000)
        .mapToObj(i -> "key" + i)
        .filter(key -> cluster.masterOf(RedisCluster.slotOf(key)) == node)
        .findFirst()
        .orElseThrow();
  }

  public static boolean isRouted(ForkedJvm.Outcome outcome) {
    List<String> seen = Transcripts.in(outcome.stdout()).byScenario().get(PROGRAM);
    if (ROUTED.equals(seen)) {
      return true;
    }
    if (seen != null
        && seen.size() == 1
        && seen.get(0).startsWith("elsewhere -> JedisMovedDataException")) {
      return false;
    }
    throw new AssertionError(outcome);
  }
}
