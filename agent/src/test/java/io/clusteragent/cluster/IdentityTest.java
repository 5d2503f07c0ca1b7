package io.clusteragent.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.clusteragent.cluster.Handshake.Step;
import io.clusteragent.protocol.Resp;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class IdentityTest {

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
    Identity identity = new Identity(new Dial(1), LOGIN);

    assertEquals(new Identity(new Dial(1), LOGIN.with(Step.DATABASE, null)), identity);
    assertEquals(new Identity(new Dial(1), LOGIN).hashCode(), identity.hashCode());
    assertNotEquals(new Identity(new Dial(2), LOGIN), identity);
    assertNotEquals(new Identity(new Dial(1), Handshake.NONE), identity);
  }

  @Test
  void whatWasSaidBeforeMakesNoNewIdentity() {
    Identity identity = new Identity(new Dial(1), LOGIN);

    assertSame(identity, identity.with(LOGIN.with(Step.DATABASE, null)));
    assertEquals(new Identity(new Dial(1), Handshake.NONE), identity.with(Handshake.NONE));
  }
}
