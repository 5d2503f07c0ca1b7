package io.clusteragent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.config.Options.ReadFrom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Variables of Kubernetes services whose names begin like the agent's variables. */
class KubernetesVariablesTest {

  @ParameterizedTest
  @ValueSource(strings = {"CLUSTERAGENT", "CLUSTERAGENT_METRICS", "CLUSTERAGENT_2"})
  void serviceVariablesAreNotOptions(String service) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put(service + "_SERVICE_HOST", "10.0.171.239");
    environment.put(service + "_SERVICE_PORT", "6379");
    environment.put(service + "_SERVICE_PORT_HTTP_METRICS", "9000");
    environment.put(service + "_PORT", "tcp://10.0.171.239:6379");
    environment.put(service + "_PORT_6379_TCP", "tcp://10.0.171.239:6379");
    environment.put(service + "_PORT_6379_TCP_PROTO", "tcp");
    environment.put(service + "_PORT_6379_TCP_PORT", "6379");
    environment.put(service + "_PORT_6379_TCP_ADDR", "10.0.171.239");
    environment.put(service + "_PORT_53_UDP", "udp://[fd00::7]:53");
    environment.put(service + "_PORT_53_UDP_PROTO", "udp");
    environment.put(service + "_PORT_53_UDP_ADDR", "fd00::7");
    assertTrue(Configuration.of(null, new Properties(), environment).isStandard());

    environment.put("CLUSTERAGENT_READ_FROM", "any");
    assertEquals(
        ReadFrom.ANY, Configuration.of(null, new Properties(), environment).get(Options.READ_FROM));
  }

  @ParameterizedTest
  @CsvSource({
    "CLUSTERAGENT_READFROM, any",
    "CLUSTERAGENT_AUDITREPORT, tcp://10.0.0.1:1",
    "CLUSTERAGENT_AUDIT_PORT, audit.json",
    "CLUSTERAGENT_PORT, 7000",
    "CLUSTERAGENT_SERVICE_HOSTS, 10.0.0.1",
    "CLUSTERAGENT_SERVICE_PORT, audit.json",
    "CLUSTERAGENT_PORT_TCP, tcp://10.0.0.1:1",
    "CLUSTERAGENT_, any"
  })
  void aMisspeltOptionIsStillRefused(String variable, String value) {
    String refusal = assertThrows(
            IllegalArgumentException.class,
            () -> Configuration.of(null, new Properties(), Map.of(variable, value)))
        .getMessage();
    assertTrue(refusal.startsWith("there is no option \"" + variable + "\""), refusal);
  }

  @Test
  void noOptionLooksLikeAServiceVariable() {
    for (Option<?> option : Options.all()) {
      for (String value : new String[] {"1", "tcp", "tcp://10.0.0.1:1", ""}) {
        assertFalse(KubernetesVariables.isServiceVariable(option.environmentVariable(), value));
      }
    }
  }
}
