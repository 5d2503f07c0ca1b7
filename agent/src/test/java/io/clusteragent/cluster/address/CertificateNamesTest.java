package io.clusteragent.cluster.address;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateNamesTest {
  private static final String WRITTEN = "redis.example";
  private static final NodeAddress NODE = new NodeAddress("10.0.0.1", 7000, "node1.example");

  private final CertificateNames names = new CertificateNames();

  @Test
  void aNodeWithAHostNameIsVerifiedByItAlone() {
    assertEquals(
        List.of("node1.example"),
        hosts(new NodeAddress("node1.example", 7000, "10.0.0.1"), WRITTEN));
  }

  @Test
  void aNodeWithAnIpAddressHasItsAliasAndTheWrittenHostToo() {
    assertEquals(List.of("10.0.0.1", "node1.example", WRITTEN), hosts(NODE, WRITTEN));
    assertEquals(List.of("fd00::1", WRITTEN), hosts(new NodeAddress("fd00::1", 7000), WRITTEN));
  }

  @Test
  void theWrittenHostIsTheFirstWhereItLedTo() {
    names.ledTo("10.0.0.1", WRITTEN);
    assertEquals(List.of(WRITTEN, "10.0.0.1", "node1.example"), hosts(NODE, WRITTEN));
    assertEquals(List.of("10.0.0.2", WRITTEN), hosts(new NodeAddress("10.0.0.2", 7000), WRITTEN));
  }

  @Test
  void whatWasAcceptedIsTheFirstForTheSameWrittenHost() {
    names.accepted(NODE, WRITTEN, "node1.example");
    assertEquals(List.of("node1.example", "10.0.0.1", WRITTEN), hosts(NODE, WRITTEN));
    assertEquals(List.of("10.0.0.1", "node1.example", "other"), hosts(NODE, "other"));
  }

  private List<String> hosts(NodeAddress node, String written) {
    return new ArrayList<>(names.of(node, written));
  }
}
