package io.clusteragent.tests.bench;

import java.nio.file.Path;

/** Lists the clients and servers that are compared, in the order of the tables. */
enum Mode {
  /** Plain Jedis on one master of the cluster, which has all keys. */
  PLAIN1("plain1", false, true),
  /**
   * Plain Jedis with one pool for each master. The caller knows each key's master from a table, and splits pipelines by it. This
   * is the limit: it contains the costs of servers and network, but not those of routing.
   */
  FREE("free", false, false),
  /** Jedis's own cluster client. */
  JEDISCLUSTER("jediscluster", false, false),
  /** Plain Jedis with the agent, keys of all masters. */
  AGENT("agent", true, false),
  /** The same with all metrics on: the agent also writes them to a file. */
  AGENT_METERED("agent-metered", true, false),
  /** The same without metrics: the agent's counting methods do nothing. */
  AGENT_UNCOUNTED("agent-uncounted", true, false),
  /** Plain Jedis with the agent, one master has all keys. */
  AGENT1("agent1", true, true),
  /** Plain Jedis on a standalone server. */
  STANDALONE("standalone", false, false),
  /** The same with the agent. */
  STANDALONE_AGENT("standalone-agent", true, false),
  /** The same with the agent in {@code mode=audit}. */
  STANDALONE_AUDIT("standalone-audit", true, false);

  private final String name;
  private final boolean agent;
  private final boolean keysOnOneMaster;

  Mode(String name, boolean agent, boolean keysOnOneMaster) {
    this.name = name;
    this.agent = agent;
    this.keysOnOneMaster = keysOnOneMaster;
  }

  boolean hasAgent() {
    return agent;
  }

  boolean keysOnOneMaster() {
    return keysOnOneMaster;
  }

  boolean onCluster() {
    return this != STANDALONE && this != STANDALONE_AGENT && this != STANDALONE_AUDIT;
  }

  /** Whether the mode is measured when no modes are named. */
  boolean isUsual() {
    return this != AGENT_METERED && this != AGENT_UNCOUNTED;
  }

  /** The value of {@code -javaagent:}. The files that it names are not read. */
  String agent(Path jar) {
    switch (this) {
      case AGENT_UNCOUNTED:
        return UncountedAgent.of(jar).toString();
      case AGENT_METERED:
        return jar + "=metricsFile=target/bench-metrics.prom";
      case STANDALONE_AUDIT:
        return jar + "=mode=audit,auditReport=target/bench-audit.json";
      default:
        return jar.toString();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
