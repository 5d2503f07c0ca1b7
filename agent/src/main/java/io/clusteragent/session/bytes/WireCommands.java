package io.clusteragent.session.bytes;

import io.clusteragent.protocol.Resp;

/** Holds the commands that the agent sends by itself, as bytes on the wire. */
public final class WireCommands {
  public static final byte[] ASKING = Resp.command("ASKING");
  public static final byte[] DISCARD = Resp.command("DISCARD");
  public static final byte[] EXEC = Resp.command("EXEC");
  public static final byte[] MULTI = Resp.command("MULTI");
  public static final byte[] PING = Resp.command("PING");
  public static final byte[] UNWATCH = Resp.command("UNWATCH");

  private WireCommands() {}
}
