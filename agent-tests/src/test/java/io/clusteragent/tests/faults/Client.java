package io.clusteragent.tests.faults;

/**
 * Who does the load.
 *
 * @param jedis its version
 * @param name as the load's property {@code load.client}
 * @param kinds of work, as the load's property {@code load.kinds}
 * @param timeoutMillis of its sockets
 * @param agent options of the agent, or null without it
 */
record Client(String jedis, String name, String kinds, int timeoutMillis, String agent) {
  private static final int TIMEOUT_MILLIS = 2_000;

  static Client withAgent(String jedis) {
    return new Client(jedis, "plain", "single", TIMEOUT_MILLIS, "");
  }

  static Client jedisCluster(String jedis) {
    return new Client(jedis, "cluster", "single", TIMEOUT_MILLIS, null);
  }

  /** Plain Jedis and the agent, with everything that JedisCluster cannot do. */
  static Client withAgentAndAllKinds(String jedis) {
    return new Client(
        jedis, "plain", "single,transaction,script,pipeline,queue", TIMEOUT_MILLIS, "");
  }

  boolean hasAgent() {
    return agent != null;
  }

  @Override
  public String toString() {
    String kindsOfWork = kinds.equals("single") ? "" : ", all kinds";
    return (hasAgent() ? "agent " : "JedisCluster ") + jedis + kindsOfWork;
  }
}
