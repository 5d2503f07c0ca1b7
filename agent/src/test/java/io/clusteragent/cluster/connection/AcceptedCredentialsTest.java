package io.clusteragent.cluster.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.cluster.RespServer;
import io.clusteragent.cluster.connection.Handshake.Step;
import io.clusteragent.protocol.Resp;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcceptedCredentialsTest {
  private final AcceptedCredentials accepted = new AcceptedCredentials();
  private final ConnectionProfile first = login("service", "1");
  private final ConnectionProfile second = login("service", "2");

  @Test
  void theNewestCredentialsComeFirst() {
    assertFalse(accepted.add(first), "there were none before");
    assertTrue(accepted.add(second));

    assertEquals(List.of(of(second), of(first)), accepted.of(of(first)));
  }

  /** The order in which sessions report them is another one: a session reports when it finds out about its cluster. */
  @Test
  void onlyTheOrderInWhichServersAcceptedThemCounts() {
    accepted.add(second);

    assertFalse(accepted.add(first));
    assertSame(of(second), accepted.of(of(first)).get(0));
  }

  @Test
  void credentialsThatAreUsedInTurnsMakeNoNewConnections() {
    accepted.add(first);
    accepted.add(second);

    assertFalse(accepted.add(login("service", "1")));
    assertFalse(accepted.add(login("service", "2")));
    assertEquals(List.of(of(second), of(first)), accepted.of(of(first)));
  }

  @Test
  void aSecondReportOfTheSameChangesNothing() {
    accepted.add(first);
    accepted.add(second);
    List<Credentials> before = accepted.of(of(first));

    assertFalse(accepted.add(first));
    assertSame(before, accepted.of(of(first)));
  }

  @Test
  void usersAreKeptApart() {
    accepted.add(first);

    assertFalse(accepted.add(login("other", "3")));
    assertEquals(List.of(of(first)), accepted.of(of(first)));
  }

  @Test
  void onlyTheLatestAreKept() {
    for (int i = 0; i < 2000; i++) {
      accepted.add(login("user" + i, "x"));
      accepted.add(login("service", "token" + i));
    }

    assertEquals(4, accepted.of(of(first)).size());
    assertEquals(List.of(), accepted.of(of(login("user1", "x"))));
  }

  private static ConnectionProfile login(String user, String secret) {
    return new ConnectionProfile(
        RespServer.dialer(), Handshake.NONE.with(Step.AUTH, Resp.command("AUTH", user, secret)));
  }

  private static Credentials of(ConnectionProfile profile) {
    return profile.handshake().credentials();
  }
}
