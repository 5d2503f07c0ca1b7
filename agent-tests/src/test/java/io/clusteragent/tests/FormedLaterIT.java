package io.clusteragent.tests;

import io.clusteragent.demo.cluster.Await;
import io.clusteragent.demo.cluster.RedisNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests an application that is connected before the cluster is formed. */
class FormedLaterIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int SLOTS = 16384;

  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"2.9.0", "7.4.0"})
  void itsOpenConnectionComesToWork(String version) {
    List<RedisNode> nodes = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        nodes.add(RedisNode.settings()
            .config("cluster-enabled", "yes")
            .config("cluster-config-file", "nodes.conf")
            .start());
      }
      AgentRun.of(version, "scenarios.FormedLaterProgram")
          .entry(nodes.get(0))
          .acts(act -> form(nodes))
          .writesWhatIsExpected();
    } finally {
      nodes.forEach(RedisNode::close);
    }
  }

  private static void form(List<RedisNode> nodes) {
    for (int i = 0; i < nodes.size(); i++) {
      nodes.get(i).ask("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
      List<String> command = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
      for (int slot = SLOTS * i / nodes.size(); slot < SLOTS * (i + 1) / nodes.size(); slot++) {
        command.add(Integer.toString(slot));
      }
      nodes.get(i).ask(command.toArray(new String[0]));
      nodes
          .get(0)
          .ask(
              "CLUSTER",
              "MEET",
              nodes.get(i).host(),
              Integer.toString(nodes.get(i).port()));
    }
    Await.until("a cluster", LIMIT, () -> nodes.stream()
        .filter(node -> !((String) node.ask("CLUSTER", "INFO")).contains("cluster_state:ok")
            || ((List<?>) node.ask("CLUSTER", "SLOTS")).size() < nodes.size())
        .map(node -> node.address() + " does not see it")
        .findFirst()
        .orElse(null));
  }
}
