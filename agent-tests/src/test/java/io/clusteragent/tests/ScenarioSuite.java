package io.clusteragent.tests;

import io.clusteragent.demo.cluster.RedisNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs all scenarios without the agent on a standalone server, and with it on a cluster. */
public final class ScenarioSuite implements AutoCloseable {
  private static final Variant VARIANT = Variant.PLAIN;

  private final Servers servers = VARIANT.start();
  private final Map<String, ForkedJvm.Outcome> oracles = new HashMap<>();
  private final ControlPort control;

  public ScenarioSuite() {
    try {
      control = new ControlPort(act -> servers.closeConnections());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Class names of the scenarios of a Jedis line. */
  public List<String> scenarios(String version) {
    return Programs.of(version).scenarios(true);
  }

  /** The transcripts of the scenarios of a Jedis line on a standalone server, without the agent. */
  public ForkedJvm.Outcome oracle(String version) {
    return oracles.computeIfAbsent(version, v -> run(jvm(servers.standalone()), v));
  }

  /** A JVM for programs that know one node of the cluster. */
  public ForkedJvm jvm() {
    return jvm(servers.cluster().masters().get(0));
  }

  /** A JVM for programs that know the standalone server. */
  public ForkedJvm standaloneJvm() {
    return jvm(servers.standalone());
  }

  private ForkedJvm jvm(RedisNode node) {
    return VARIANT.jvm(servers, node).property("target.control", control.port());
  }

  /** Runs all scenarios of a Jedis line. */
  public ForkedJvm.Outcome run(ForkedJvm jvm, String version) {
    flush();
    return jvm.run(Programs.of(version), "scenarios.Runner", scenarios(version));
  }

  /** Removes the data of the last program from every server. */
  public void flush() {
    servers.flush();
  }

  /** The number of keys on each node of the cluster. */
  public List<Long> keysOfNodes() {
    return servers.cluster().masters().stream()
        .map(node -> (Long) node.ask("DBSIZE"))
        .toList();
  }

  @Override
  public void close() {
    try {
      control.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      servers.close();
    }
  }
}
