package io.clusteragent.tests;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests token-based authentication: a later AUTH on the application's connection reaches every node. */
class TokenRotationIT {
  private static final String USER = "service";
  private static final String FIRST = "token";
  private static final String SECOND = "token-2";

  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"6.2.0", "7.4.0"})
  void aRenewedTokenReplacesTheOldOneOnAllNodes(String version) {
    try (RedisCluster cluster = RedisCluster.builder()
        .masters(3)
        .password("of the default user")
        .aclUser(USER, FIRST, "~* &* +@all")
        .start()) {
      RedisNode entry = cluster.nodes().get(0);
      AgentRun.of(version, "scenarios.TokenRotationProgram")
          .entry(entry)
          .property("target.user", USER)
          .property("target.password", FIRST)
          .acts(act -> cluster.nodes().forEach(node -> change(node, act, node == entry)))
          .writesWhatIsExpected();
    }
  }

  /** The application's own connection is not killed: it would not survive without the agent either. */
  private static void change(RedisNode node, String act, boolean entry) {
    if (act.equals("let the second in")) {
      node.ask("ACL", "SETUSER", USER, ">" + SECOND);
      return;
    }
    node.ask("ACL", "SETUSER", USER, "<" + FIRST);
    if (!entry) {
      node.ask("CLIENT", "KILL", "USER", USER);
    }
  }
}
