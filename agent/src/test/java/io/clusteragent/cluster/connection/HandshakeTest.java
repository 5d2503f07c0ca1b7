package io.clusteragent.cluster.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.cluster.connection.Handshake.Step;
import io.clusteragent.protocol.Resp;
import org.junit.jupiter.api.Test;

class HandshakeTest {

  private static final byte[] AUTH = Resp.command("AUTH", "secret");
  private static final byte[] SELECT = Resp.command("SELECT", "1");

  @Test
  void eachStepHasItsCommand() {
    Handshake handshake = Handshake.NONE.with(Step.DATABASE, SELECT).with(Step.AUTH, AUTH);

    assertArrayEquals(AUTH, handshake.command(Step.AUTH));
    assertArrayEquals(SELECT, handshake.command(Step.DATABASE));
    assertNull(handshake.command(Step.NAME));
  }

  @Test
  void aLaterCommandReplacesTheEarlierOneOfItsStep() {
    byte[] rotated = Resp.command("AUTH", "rotated");

    assertEquals(
        Handshake.NONE.with(Step.AUTH, rotated),
        Handshake.NONE.with(Step.AUTH, AUTH).with(Step.AUTH, rotated));
  }

  @Test
  void aChangeMakesANewHandshake() {
    Handshake both = Handshake.NONE.with(Step.AUTH, AUTH).with(Step.DATABASE, SELECT);

    assertEquals(Handshake.NONE.with(Step.DATABASE, SELECT), both.with(Step.AUTH, null));
    assertArrayEquals(AUTH, both.command(Step.AUTH));
    assertNull(Handshake.NONE.command(Step.AUTH));
  }

  @Test
  void equalCommandsMakeEqualHandshakesInAnyOrder() {
    Handshake one = Handshake.NONE.with(Step.AUTH, AUTH).with(Step.DATABASE, SELECT);
    Handshake other =
        Handshake.NONE.with(Step.DATABASE, SELECT.clone()).with(Step.AUTH, AUTH.clone());

    assertEquals(one, other);
    assertEquals(one.hashCode(), other.hashCode());
    assertEquals(one, one.with(Step.AUTH, Resp.command("AUTH", "other")));
    assertNotEquals(one, one.with(Step.AUTH, Resp.command("AUTH", "user", "secret")));
    assertNotEquals(one, Handshake.NONE.with(Step.AUTH, AUTH).with(Step.NAME, SELECT));
  }

  @Test
  void theUserDependsOnAuthAlone() {
    Handshake one = Handshake.NONE.with(Step.AUTH, AUTH);

    assertTrue(one.with(Step.NAME, SELECT).hasUserOf(one));
    assertFalse(one.hasUserOf(Handshake.NONE));
    assertTrue(one.hasUserOf(one.with(Step.AUTH, Resp.command("AUTH", "other"))));
    assertTrue(one.hasUserOf(one.with(Step.AUTH, Resp.command("AUTH", "default", "other"))));
    assertFalse(one.hasUserOf(one.with(Step.AUTH, Resp.command("AUTH", "user", "secret"))));
  }

  @Test
  void theTextFormShowsNoCredential() {
    assertEquals("handshake AUTH", Handshake.NONE.with(Step.AUTH, AUTH).toString());
  }
}
