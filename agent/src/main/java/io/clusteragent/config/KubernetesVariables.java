package io.clusteragent.config;

import java.util.regex.Pattern;

/**
 * Recognizes the environment variables that Kubernetes sets for the services in a namespace.
 *
 * <p>For a service that is called {@code clusteragent}, or {@code clusteragent-something}, they begin like the agent's own
 * variables. Only names and values of the forms that Kubernetes sets are recognized, so a misspelt option is still refused.
 *
 * <p>Source: Kubernetes documentation, "Service", section "Environment variables", and Docker's legacy links.
 */
final class KubernetesVariables {
  private static final String NUMBER = "\\d+";
  private static final String PROTOCOL = "(?i:tcp|udp|sctp)";
  private static final String URL = PROTOCOL + "://\\S+";

  /** Pairs of patterns: the end of a name, and its value. */
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

  /** Whether Kubernetes sets this variable for a service. */
  static boolean isServiceVariable(String name, String value) {
    for (int i = 0; i < ENDS_AND_VALUES.length; i += 2) {
      if (name.matches(Pattern.quote(Option.VARIABLE_PREFIX) + "(?:\\w+_)?" + ENDS_AND_VALUES[i])
          && value.matches(ENDS_AND_VALUES[i + 1])) {
        return true;
      }
    }
    return false;
  }
}
