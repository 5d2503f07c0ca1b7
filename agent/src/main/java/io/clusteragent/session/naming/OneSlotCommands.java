package io.clusteragent.session.naming;

import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.Resp;

/**
 * Replaces commands that concern all keys by scripts that concern the keys of one hash slot only.
 *
 * <p>A service whose keys share one hash tag has them all in that slot, beside those of other services, if at all. The scripts
 * need the rights to EVAL, CLUSTER COUNTKEYSINSLOT and CLUSTER GETKEYSINSLOT.
 */
final class OneSlotCommands {
  private static final String COUNT =
      "local n = redis.call('CLUSTER', 'COUNTKEYSINSLOT', ARGV[1]) ";
  private static final String OWN = "local own = {} "
      + "for _, key in ipairs(redis.call('CLUSTER', 'GETKEYSINSLOT', ARGV[1], n)) do "
      + "if string.sub(key, 1, #KEYS[1]) == KEYS[1] then own[#own + 1] = key end end ";

  private final byte[] prefix;
  private final byte[] slot;

  /**
   * @param prefix the hash tag in braces, with which all keys of the service begin
   */
  OneSlotCommands(byte[] prefix) {
    this.prefix = prefix;
    this.slot = Resp.ascii(Integer.toString(HashSlot.of(prefix)));
  }

  /** The wire bytes of the command that does the same in the one slot; {@code null} when an argument is not known. */
  byte[] insteadOf(String name, Request request) {
    switch (name) {
      case "DBSIZE":
        return script(COUNT + "return n");
      case "RANDOMKEY":
        return script(COUNT + OWN + "return #own > 0 and own[math.random(#own)]");
      default: // FLUSHALL and FLUSHDB
        boolean isKnown = request.count() == 1
            || request.count() == 2 && (request.is(1, "ASYNC") || request.is(1, "SYNC"));
        return isKnown
            ? script(COUNT + OWN + "for _, key in ipairs(own) do redis.call('UNLINK', key) end "
                + "return redis.status_reply('OK')")
            : null;
    }
  }

  private byte[] script(String text) {
    return Resp.command(Resp.ascii("EVAL"), Resp.ascii(text), Resp.ascii("1"), prefix, slot);
  }
}
