package io.clusteragent.tests.settings;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import io.clusteragent.tests.ForkedJvm;
import java.util.List;

/** The password expires: the service sends the second one on one connection only, and its other node connections are closed. */
final class RotatedPasswordSetting extends Setting {
  private static final String FIRST = "token";
  private static final String SECOND = FIRST + "-2";

  private final RedisCluster cluster =
      RedisCluster.builder().masters(3).password(FIRST).start();
  private final RedisNode entry = cluster.nodes().get(0);

  @Override
  int port() {
    return entry.port();
  }

  @Override
  void configure(ForkedJvm jvm, String jedis) {
    jvm.property("target.password", FIRST);
  }

  @Override
  List<String> acts() {
    return List.of("admit a second password", "revoke the first password");
  }

  @Override
  void act(String act) {
    boolean admits = act.startsWith("admit");
    for (RedisNode node : cluster.nodes()) {
      node.ask("ACL", "SETUSER", "default", admits ? ">" + SECOND : "<" + FIRST);
      if (!admits
          && node != entry) { // the service's own connections would end without the agent, too
        node.ask("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
      }
    }
  }

  @Override
  public void close() {
    cluster.close();
  }
}
