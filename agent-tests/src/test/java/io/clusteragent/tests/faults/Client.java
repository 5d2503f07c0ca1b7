package io.clusteragent.tests.faults;

/**
 * A client that runs the load.
 *
 * @param jedis the version of Jedis
 * @param name the value of the load's property {@code load.client}
 * @param kinds the kinds of work: the value of the load's property {@code load.kinds}
 * @param timeoutMillis the timeout of its sockets
 * @param agent the options of the agent, or null without it
 * @param way how it connects
 */
record Client(
    String jedis, String name, String kinds, int timeoutMillis, String agent, ConnectionWay way) {
  private static final int TIMEOUT_MILLIS = 2_000;
  private static final String MIXED = "single,transaction,script,pipeline,queue";

  Client(String jedis, String name, String kinds, int timeoutMillis, String agent) {
    this(jedis, name, kinds, timeoutMillis, agent, ConnectionWay.DIRECT);
  }

  static Client withAgent(String jedis) {
    return new Client(jedis, "plain", "single", TIMEOUT_MILLIS, "");
  }

  static Client jedisCluster(String jedis) {
    return new Client(jedis, "cluster", "single", TIMEOUT_MILLIS, null);
  }

  /** Sends single commands, and all other kinds of work of plain Jedis. */
  static Client mixedWithAgent(String jedis) {
    return mixedWithAgent(jedis, ConnectionWay.DIRECT);
  }

  /** As {@link #mixedWithAgent(String)}, connected another way. */
  static Client mixedWithAgent(String jedis, ConnectionWay way) {
    return new Client(jedis, "plain", MIXED, TIMEOUT_MILLIS, "", way);
  }

  /** Sends single commands, and those other kinds of work that JedisCluster has with the same methods as plain Jedis. */
  static Client mixedJedisCluster(String jedis) {
    return new Client(jedis, "cluster", "single,script,queue", TIMEOUT_MILLIS, null);
  }

  boolean hasAgent() {
    return agent != null;
  }

  @Override
  public String toString() {
    return (hasAgent() ? "agent " : "JedisCluster ")
        + jedis
        + (kinds.equals("single") ? "" : ", mixed")
        + way;
  }
}
