import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.ScanParams;
import redis.clients.jedis.ScanResult;

/**
 * Copies all keys of one server to another, with values and times to live, and deletes the keys that the first does not have.
 * It uses plain Jedis; with the agent, either side can be a cluster:
 *
 * <pre>java -javaagent:cluster-agent.jar -cp legacy-service.jar CopyData.java FROM_HOST:PORT TO_HOST:PORT</pre>
 *
 * Keys that are written at the same time may be missed.
 */
public final class CopyData {
  private static final int BATCH = 500;

  private final Jedis from;
  private final Jedis to;

  private CopyData(Jedis from, Jedis to) {
    this.from = from;
    this.to = to;
  }

  /** Processes the keys of one batch; returns how many keys it changed. */
  private interface Work {
    int on(List<byte[]> keys);
  }

  public static void main(String[] args) {
    try (Jedis from = new Jedis(HostAndPort.from(args[0]));
        Jedis to = new Jedis(HostAndPort.from(args[1]))) {
      if (from.dbSize() == 0) {
        System.err.println(args[0] + " is empty, so nothing is copied, and nothing deleted");
        System.exit(1);
      }
      CopyData copy = new CopyData(from, to);
      System.out.println(overAllKeys(from, copy::copy) + " keys copied");
      System.out.println(
          overAllKeys(to, copy::deleteStrangers) + " keys deleted that are gone at the source");
    }
  }

  private static long overAllKeys(Jedis server, Work work) {
    ScanParams batch = new ScanParams().count(BATCH);
    byte[] cursor = ScanParams.SCAN_POINTER_START_BINARY;
    long sum = 0;
    do {
      ScanResult<byte[]> found = server.scan(cursor, batch);
      sum += work.on(found.getResult());
      cursor = found.getCursorAsBytes();
    } while (!new String(cursor).equals(ScanParams.SCAN_POINTER_START));
    return sum;
  }

  private int copy(List<byte[]> keys) {
    List<Response<byte[]>> values = new ArrayList<>();
    List<Response<Long>> times = new ArrayList<>();
    Pipeline reads = from.pipelined();
    for (byte[] key : keys) {
      values.add(reads.dump(key));
      times.add(reads.pttl(key));
    }
    reads.sync();
    Pipeline writes = to.pipelined();
    List<Response<String>> replies = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      byte[] value = values.get(i).get();
      if (value != null) { // otherwise it has just expired, or was deleted
        long millis = Math.max(0, times.get(i).get()); // 0: does not expire
        replies.add(writes.restoreReplace(keys.get(i), millis, value));
      }
    }
    writes.sync();
    replies.forEach(Response::get); // throws the error of a key
    return replies.size();
  }

  private int deleteStrangers(List<byte[]> keys) {
    List<Response<Boolean>> known = new ArrayList<>();
    Pipeline reads = from.pipelined();
    for (byte[] key : keys) {
      known.add(reads.exists(key));
    }
    reads.sync();
    Pipeline writes = to.pipelined();
    int deleted = 0;
    for (int i = 0; i < keys.size(); i++) {
      if (!known.get(i).get()) {
        writes.unlink(keys.get(i));
        deleted++;
      }
    }
    writes.sync();
    return deleted;
  }
}
