package oracle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Runs the same batches on a standalone server and on the cluster, both without data at the start. */
final class Comparison implements AutoCloseable {
  private final Wire standalone;
  private final Wire cluster;
  private final CommandHistory history;
  private Call failed;

  Comparison(Supplier<Wire> standalone, Supplier<Wire> cluster, List<String> keys) {
    this.standalone = standalone.get();
    this.cluster = cluster.get();
    this.history = new CommandHistory(keys);
    // Key by key, because FLUSHALL would miss a key that migrates at this moment.
    List<String> delete = new ArrayList<>(Arrays.asList("DEL"));
    delete.addAll(keys);
    for (Wire wire : Arrays.asList(this.standalone, this.cluster)) {
      require(wire.call(delete) instanceof Long);
      require("OK".equals(text(wire.call(Arrays.asList("SCRIPT", "FLUSH")))));
    }
  }

  /** Runs a batch on both. Returns the first command whose replies differ, or null. */
  String difference(Batch batch) {
    List<String> expected = batch.run(standalone);
    history.add(batch, expected);
    List<String> seen;
    try {
      seen = batch.run(cluster);
    } catch (JedisConnectionException e) {
      return batch + "  on the cluster threw " + e;
    }
    for (int i = 0; i < expected.size(); i++) {
      if (!expected.get(i).equals(seen.get(i))) {
        Call call = batch.calls.get(i);
        failed = call;
        return "  " + call + "\n  standalone: " + expected.get(i) + "\n  cluster:    " + seen.get(i)
            + "\n";
      }
    }
    return null;
  }

  /** The commands before the last difference on the keys that it concerns. */
  String history() {
    return failed == null ? "" : history.upTo(failed);
  }

  /** As {@link #difference(Batch)}, for a sequence of batches. */
  String difference(List<Batch> batches) {
    for (Batch batch : batches) {
      String difference = difference(batch);
      if (difference != null) {
        return difference;
      }
    }
    return null;
  }

  private static void require(boolean begun) {
    if (!begun) {
      throw new IllegalStateException("the data of the last sequence cannot be deleted");
    }
  }

  private static String text(Object reply) {
    return reply instanceof byte[] ? new String((byte[]) reply, StandardCharsets.ISO_8859_1) : null;
  }

  @Override
  public void close() {
    standalone.close();
    cluster.close();
  }
}
