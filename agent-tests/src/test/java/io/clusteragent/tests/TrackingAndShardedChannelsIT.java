package io.clusteragent.tests;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests features of newer Jedis lines on newer servers; on older servers, which lack them, nothing is checked. */
@ParameterizedClass(name = "Jedis {0}")
@ValueSource(strings = {"5.2.0", "7.4.0"})
class TrackingAndShardedChannelsIT {
  private static final Pattern VERSION = Pattern.compile("redis_version:(\\d+)\\.(\\d+)");
  private static RedisCluster cluster;

  private final String version;

  TrackingAndShardedChannelsIT(String version) {
    this.version = version;
  }

  @BeforeAll
  static void startCluster() {
    cluster = RedisCluster.builder().masters(3).start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @Test
  void aValueChangedOnAnyNodeIsInvalidated() {
    assumeTrue(serverVersion() >= 704, "Jedis caches with servers from 7.4 on");
    write("first");
    run("CacheOfAllMastersProgram", act -> write("second"));
  }

  @Test
  void shardedChannelsAreReadAtTheirNodes() {
    assumeTrue(serverVersion() >= 700, "servers have sharded channels from 7.0 on");
    run("ShardedChannelsProgram", act -> {});
  }

  @Test
  void shardedChannelsOfOneConnectionFollowTheirSlots() {
    assumeTrue(serverVersion() >= 700, "servers have sharded channels from 7.0 on");
    run("FollowingChannelsProgram", act -> {
      if (act.equals("move")) {
        moveChannels();
      } else {
        cluster.nodes().forEach(RedisNode::restart);
        cluster.awaitStable();
      }
    });
  }

  /** Moves the channels' slots of each master to the next master. */
  private static void moveChannels() {
    List<RedisNode> masters = cluster.masters();
    for (int i = 0; i < 12; i++) {
      int slot = RedisCluster.slotOf("sharded:" + i);
      int owner = masters.indexOf(cluster.masterOf(slot));
      cluster.moveSlot(slot, masters.get((owner + 1) % masters.size()));
    }
  }

  private void run(String program, Consumer<String> acts) {
    AgentRun.of(version, "scenarios." + program)
        .entry(cluster.masters().get(0))
        .acts(acts)
        .writesWhatIsExpected();
  }

  private static void write(String value) {
    for (int i = 0; i < 60; i++) {
      String key = "cached:" + i;
      cluster.masterOf(RedisCluster.slotOf(key)).ask("SET", key, value);
    }
  }

  /** A version as a number: 704 for 7.4. */
  private static int serverVersion() {
    RedisNode node = cluster.nodes().get(0);
    Matcher matcher = VERSION.matcher((String) node.ask("INFO", "server"));
    if (!matcher.find()) {
      throw new IllegalStateException(node + " does not tell its version");
    }
    return Integer.parseInt(matcher.group(1)) * 100 + Integer.parseInt(matcher.group(2));
  }
}
