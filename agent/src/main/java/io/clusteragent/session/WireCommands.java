package io.clusteragent.session;

import io.clusteragent.protocol.Resp;

/** Commands that the agent sends of its own, as they stand on the wire. */
final class WireCommands {
  static final byte[] ASKING = Resp.command("ASKING");
  static final byte[] DISCARD = Resp.command("DISCARD");
  static final byte[] EXEC = Resp.command("EXEC");
  static final byte[] MULTI = Resp.command("MULTI");
  static final byte[] PING = Resp.command("PING");
  static final byte[] UNWATCH = Resp.command("UNWATCH");

  private WireCommands() {}
}
