package io.clusteragent.cluster.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.Handshake.Step;
import io.clusteragent.protocol.Resp;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class ConnectionProfileTest {

  private static final Handshake LOGIN =
      Handshake.NONE.with(Step.AUTH, Resp.command("AUTH", "secret"));

  private record Dial(int timeout) implements Dialer {
    @Override
    public Socket dial(NodeAddress address) {
      throw new AssertionError("nothing is dialled here");
    }
  }

  @Test
  void equalDialersAndHandshakesMakeConnectionsInterchangeable() {
    ConnectionProfile identity = new ConnectionProfile(new Dial(1), LOGIN);

    assertEquals(new ConnectionProfile(new Dial(1), LOGIN.with(Step.DATABASE, null)), identity);
    assertEquals(new ConnectionProfile(new Dial(1), LOGIN).hashCode(), identity.hashCode());
    assertNotEquals(new ConnectionProfile(new Dial(2), LOGIN), identity);
    assertNotEquals(new ConnectionProfile(new Dial(1), Handshake.NONE), identity);
  }

  @Test
  void anUnchangedHandshakeMakesNoNewProfile() {
    ConnectionProfile identity = new ConnectionProfile(new Dial(1), LOGIN);

    assertSame(identity, identity.with(LOGIN.with(Step.DATABASE, null)));
    assertEquals(new ConnectionProfile(new Dial(1), Handshake.NONE), identity.with(Handshake.NONE));
  }
}
