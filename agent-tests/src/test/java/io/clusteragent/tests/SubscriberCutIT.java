package io.clusteragent.tests;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only the loss of a node is healed: what a living node ends on purpose ends for the application, as with plain Jedis. */
class SubscriberCutIT {
  private static final int MESSAGES = 40;
  private static final String MEGABYTE = "x".repeat(1_000_000);

  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"2.9.0", "7.4.0"})
  void aSubscriberSeesWhatTheServerDidOnPurpose(String version) {
    try (RedisCluster cluster = RedisCluster.builder()
        .masters(3)
        .config("notify-keyspace-events", "KEA")
        .config("client-output-buffer-limit", "pubsub 2mb 0 0")
        .start()) {
      RedisNode entry = cluster.masters().get(0);
      RedisNode other = cluster.masters().get(1);
      AgentRun.of(version, "scenarios.SubscriberCutProgram")
          .entry(entry)
          .acts(act -> perform(act, entry, other))
          .writesWhatIsExpected();
    }
  }

  private static void perform(String act, RedisNode entry, RedisNode other) {
    switch (act) {
      case "kill subscribers":
        entry.ask("CLIENT", "KILL", "TYPE", "pubsub");
        return;
      case "kill clients":
        entry.ask("CLIENT", "KILL", "TYPE", "normal");
        return;
      case "publish more than a subscriber may leave unread":
        for (int i = 0; i < MESSAGES; i++) {
          entry.ask("PUBLISH", "news", MEGABYTE);
        }
        return;
      case "pause the entry":
        entry.pause();
        return;
      case "kill -9":
        entry.kill();
        return;
      case "publish to more":
        other.ask("PUBLISH", "more", "hello");
        return;
      default:
        throw new IllegalArgumentException(act);
    }
  }
}
