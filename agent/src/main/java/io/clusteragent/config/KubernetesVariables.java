package io.clusteragent.config;

import java.util.regex.Pattern;

/**
 * Knows the environment variables that Kubernetes makes of the services in a namespace.
 *
 * <p>A service that is called {@code clusteragent}, or {@code clusteragent-something}, gives variables that begin like the
 * agent's own. Only names and values as Kubernetes makes them count, so that a misspelt option is still refused.
 *
 * <p>Source: Kubernetes documentation, "Service", section "Environment variables", and Docker's legacy links.
 */
final class KubernetesVariables {
  private static final String NUMBER = "\\d+";
  private static final String PROTOCOL = "(?i:tcp|udp|sctp)";
  private static final String URL = PROTOCOL + "://\\S+";

  /** By turns: how a name ends, and what its value looks like. */
  private static final String[] ENDS_AND_VALUES = {
    "SERVICE_HOST",
    "\\S*",
    "SERVICE_PORT",
    NUMBER,
    "SERVICE_PORT_[A-Z0-9_]+",
    NUMBER,
    "PORT",
    URL,
    "PORT_\\d+_" + PROTOCOL,
    URL,
    "PORT_\\d+_" + PROTOCOL + "_PROTO",
    PROTOCOL,
    "PORT_\\d+_" + PROTOCOL + "_PORT",
    NUMBER,
    "PORT_\\d+_" + PROTOCOL + "_ADDR",
    "\\S*",
  };

  private KubernetesVariables() {}

  /** Whether a variable, whose name begins as those of the agent, is one of a service. */
  static boolean has(String name, String value) {
    for (int i = 0; i < ENDS_AND_VALUES.length; i += 2) {
      if (name.matches(Pattern.quote(Option.ENVIRONMENT) + "(?:\\w+_)?" + ENDS_AND_VALUES[i])
          && value.matches(ENDS_AND_VALUES[i + 1])) {
        return true;
      }
    }
    return false;
  }
}
