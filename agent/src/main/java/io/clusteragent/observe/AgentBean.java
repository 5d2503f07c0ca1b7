package io.clusteragent.observe;

import io.clusteragent.config.AgentVersion;

/** Builds the bean of the agent itself. */
final class AgentBean {
  private AgentBean() {}

  static Bean of(Switch routing) {
    return new Bean("cluster-agent in this JVM")
        .figure("Version", String.class, "The agent's version", AgentVersion::text)
        .figure(
            "Routing",
            Boolean.class,
            "Whether connections that Jedis makes from now on are routed",
            routing::isOn)
        .act(
            "switchRoutingOff",
            "From now on new connections of Jedis are plain; those that are open stay as they are until they reconnect",
            () -> turn(routing, false))
        .act(
            "switchRoutingOn",
            "From now on new connections of Jedis are routed",
            () -> turn(routing, true));
  }

  private static String turn(Switch routing, boolean on) {
    routing.turn(on);
    return "new connections of Jedis are " + (on ? "routed" : "plain") + " from now on";
  }
}
