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

  /** As well as single commands all the others that plain Jedis has. */
  static Client mixedWithAgent(String jedis) {
    return new Client(
        jedis, "plain", "single,transaction,script,pipeline,queue", TIMEOUT_MILLIS, "");
  }

  /** As well as single commands all those others that JedisCluster has as plain Jedis has them. */
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
        + (kinds.equals("single") ? "" : ", mixed");
  }
}
