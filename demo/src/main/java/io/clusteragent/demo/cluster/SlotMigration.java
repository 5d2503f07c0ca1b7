package io.clusteragent.demo.cluster;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Migrates one slot from its owner to another master, by the steps of the Redis Cluster specification ("Cluster live
 * reconfiguration").
 */
final class SlotMigration {
  private static final int KEYS_PER_MIGRATE = 100;
  private static final String TIMEOUT_MILLIS = "5000";

  private final String slot;
  private final RedisNode source;
  private final RedisNode target;
  private final String password;

  SlotMigration(int slot, RedisNode source, RedisNode target, String password) {
    this.slot = Integer.toString(slot);
    this.source = source;
    this.target = target;
    this.password = password;
  }

  RedisNode target() {
    return target;
  }

  /** Opens the slot: from then on its source replies ASK for keys that it does not hold. */
  void begin() {
    target.ask("CLUSTER", "SETSLOT", slot, "IMPORTING", source.id());
    source.ask("CLUSTER", "SETSLOT", slot, "MIGRATING", target.id());
  }

  /** Moves some keys that are on the source; the server ignores keys that do not exist. */
  void moveKeys(List<String> keys) {
    source.ask(migrate(target, keys.toArray(new String[0])));
  }

  /** Moves all keys and gives the slot to the target. */
  void finish(List<RedisNode> masters) {
    moveAllKeys(source, target);
    // First the target, then the source: in the other order a crash in between leaves no owner.
    assignTo(target, target);
    assignTo(target, source);
    for (RedisNode master : masters) {
      if (master != target && master != source) {
        assignTo(target, master);
      }
    }
  }

  /**
   * Moves all keys back and closes the slot; the source keeps it. If a client writes a key on the source before the moved key is
   * back, moving it fails with BUSYKEY.
   */
  void abort() {
    // While its slot migrates, the source replies ASK even for the returning keys.
    source.ask("CLUSTER", "SETSLOT", slot, "STABLE");
    moveAllKeys(target, source);
    target.ask("CLUSTER", "SETSLOT", slot, "STABLE");
  }

  private void assignTo(RedisNode owner, RedisNode informed) {
    informed.ask("CLUSTER", "SETSLOT", slot, "NODE", owner.id());
  }

  private void moveAllKeys(RedisNode from, RedisNode to) {
    while (true) {
      // ISO-8859-1 preserves keys of any bytes.
      Object reply = from.askRaw(
          StandardCharsets.ISO_8859_1,
          "CLUSTER",
          "GETKEYSINSLOT",
          slot,
          Integer.toString(KEYS_PER_MIGRATE));
      List<?> keys = (List<?>) checked(reply);
      if (keys.isEmpty()) {
        return;
      }
      checked(from.askRaw(StandardCharsets.ISO_8859_1, migrate(to, keys.toArray(new String[0]))));
    }
  }

  private String[] migrate(RedisNode to, String... keys) {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of("MIGRATE", to.host(), Integer.toString(to.port()), "", "0", TIMEOUT_MILLIS));
    if (password != null) {
      command.addAll(List.of("AUTH2", "default", password));
    }
    command.add("KEYS");
    command.addAll(List.of(keys));
    return command.toArray(new String[0]);
  }

  private static Object checked(Object reply) {
    if (reply instanceof ServerError) {
      throw (ServerError) reply;
    }
    return reply;
  }
}
