package io.clusteragent.tests.bench;

import java.nio.file.Path;

/** Who does the work, and where. The order is that of the tables. */
enum Mode {
  /** Plain Jedis on one master of the cluster, which has all keys. */
  PLAIN1("plain1", false, true),
  /**
   * Plain Jedis, one pool for each master; the caller knows each key's master from a table, and cuts pipelines by it. The
   * limit: what the servers and the network cost is in it, routing is not.
   */
  FREE("free", false, false),
  /** Jedis's own cluster client. */
  JEDISCLUSTER("jediscluster", false, false),
  /** Plain Jedis with the agent, keys of all masters. */
  AGENT("agent", true, false),
  /** The same with all figures on: the agent writes them to a file, too. */
  AGENT_METERED("agent-metered", true, false),
  /** The same without any: the agent's methods that count do nothing. */
  AGENT_UNCOUNTED("agent-uncounted", true, false),
  /** Plain Jedis with the agent, one master has all keys. */
  AGENT1("agent1", true, true),
  /** Plain Jedis on a server that is no cluster. */
  STANDALONE("standalone", false, false),
  /** The same with the agent. */
  STANDALONE_AGENT("standalone-agent", true, false),
  /** The same with the agent, which only watches. */
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

  /** Whether it is measured when no modes are named. */
  boolean isUsual() {
    return this != AGENT_METERED && this != AGENT_UNCOUNTED;
  }

  /** What stands behind {@code -javaagent:}; what is written to the files is not looked at. */
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
