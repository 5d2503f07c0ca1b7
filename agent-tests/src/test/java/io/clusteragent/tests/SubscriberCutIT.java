package io.clusteragent.tests;

import io.clusteragent.demo.cluster.Await;
import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only the loss of a node is healed: what a living node ends on purpose ends for the application, as with plain Jedis. */
class SubscriberCutIT {
  private static final int MESSAGES = 40;
  private static final Pattern UPTIME = Pattern.compile("uptime_in_seconds:(\\d+)");
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
      awaitAge(entry);
      AgentRun.of(version, "scenarios.SubscriberCutProgram")
          .entry(entry)
          .acts(act -> perform(act, entry, other))
          .writesWhatIsExpected();
    }
  }

  /** The end of a connection to a server that was started just now looks like that of a restart. */
  private static void awaitAge(RedisNode node) {
    Await.until("a server that has run for four seconds", RedisCluster.LIMIT, () -> {
      Matcher uptime = UPTIME.matcher((String) node.ask("INFO", "server"));
      return uptime.find() && Integer.parseInt(uptime.group(1)) >= 4 ? null : "it is younger";
    });
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
