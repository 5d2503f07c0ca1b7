package io.clusteragent.observe;

import io.clusteragent.config.AgentVersion;

/** Builds the bean of the agent itself. */
final class AgentBean {
  private AgentBean() {}

  static Bean of(Switch routing) {
    return new Bean("cluster-agent in this JVM")
        .attribute("Version", String.class, "The agent's version", AgentVersion::text)
        .attribute(
            "Routing",
            Boolean.class,
            "Whether the agent routes new connections of Jedis",
            routing::isOn)
        .operation(
            "switchRoutingOff",
            "Stops routing new connections of Jedis; open connections stay routed until they reconnect",
            () -> turn(routing, false))
        .operation(
            "switchRoutingOn",
            "Starts routing new connections of Jedis",
            () -> turn(routing, true));
  }

  private static String turn(Switch routing, boolean on) {
    routing.turn(on);
    return "new connections of Jedis are " + (on ? "routed" : "plain") + " from now on";
  }
}
