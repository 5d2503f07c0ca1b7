package io.clusteragent.tests;

import io.clusteragent.demo.cluster.Await;
import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Checks what a service notices when servers close idle connections, change a password, or accept no more clients. */
class EndedConnectionsIT {
  private static final String USER = "service";
  private static final String FIRST = "secret";
  private static final String SECOND = "secret-2";

  @Test
  void aServiceGoesOnAndIsToldWhyANodeIsFull() {
    try (RedisCluster cluster = RedisCluster.builder()
        .masters(3)
        .password("of the default user")
        .aclUser(USER, FIRST, "~* &* +@all")
        .start()) {
      RedisNode entry = cluster.nodes().get(0);
      RedisNode full = cluster.nodes().get(1);
      String far = keyOf(cluster, full);
      AgentRun.of("7.4.0", "scenarios.EndedConnectionsProgram", "deadline=1000")
          .entry(entry)
          .property("target.user", USER)
          .property("target.password", FIRST)
          .property("ended.near", keyOf(cluster, entry))
          .property("ended.far", far)
          .property(
              "ended.words",
              "INCR was not executed|" + full.address() + "|hash slot " + RedisCluster.slotOf(far)
                  + "|max number of clients")
          .acts(act -> act(act, cluster, entry, full))
          .writesWhatIsExpected();
    }
  }

  private static String keyOf(RedisCluster cluster, RedisNode owner) {
    return IntStream.range(0, 1000)
        .mapToObj(i -> "ended:" + i)
        .filter(key -> cluster.masterOf(RedisCluster.slotOf(key)) == owner)
        .findFirst()
        .orElseThrow();
  }

  private static void act(String act, RedisCluster cluster, RedisNode entry, RedisNode full) {
    switch (act) {
      case "close idle connections" -> closeIdle(entry);
      case "let the second password in" ->
        cluster.nodes().forEach(node -> node.ask("ACL", "SETUSER", USER, ">" + SECOND));
      case "let the first password out" ->
        cluster.nodes().forEach(node -> {
          node.ask("ACL", "SETUSER", USER, "<" + FIRST);
          if (node
              != entry) { // the application's own connection would not survive without the agent
            // either
            node.ask("CLIENT", "KILL", "USER", USER);
          }
        });
      default -> full.ask("CONFIG", "SET", "maxclients", "1");
    }
  }

  private static void closeIdle(RedisNode entry) {
    entry.ask("CONFIG", "SET", "timeout", "1");
    Await.until(
        "the entry node to close idle connections",
        Duration.ofSeconds(20),
        () ->
            ((String) entry.ask("CLIENT", "LIST")).contains("name=service") ? "one is open" : null);
    entry.ask("CONFIG", "SET", "timeout", "0");
  }
}
