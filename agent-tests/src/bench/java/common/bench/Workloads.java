package bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Creates the workloads by name. */
final class Workloads {
  private Workloads() {}

  /**
   * @param count the number of commands in a pipeline, keys in an MGET, fields in a hash, or elements in a list
   * @param script SHA1 of the script that returns the value of its key
   */
  static Workload of(String kind, Client client, Data data, int count, String script) {
    switch (kind) {
      case "getset":
        return new GetSet(client, data);
      case "pipeline":
        return new Pipelined(client, data, count);
      case "mget":
        return new Mget(client, data, count);
      case "hgetall":
        return new Hgetall(client, data, count);
      case "lrange":
        return new Lrange(client, data, count);
      case "multi":
        return new Multi(client, data);
      case "evalsha":
        return new Evalsha(client, data, script);
      default:
        throw new IllegalArgumentException("no workload " + kind);
    }
  }

  private static final class GetSet extends Workload {
    GetSet(Client client, Data data) {
      super(client, data);
    }

    @Override
    void call(KeyPicker keys) {
      int key = keys.next();
      if (keys.everySecond()) {
        Replies.check(data.value(key), client.get(key));
      } else {
        Replies.checkOk(client.set(key));
      }
    }
  }

  private static final class Pipelined extends Workload {
    private final int count;

    Pipelined(Client client, Data data, int count) {
      super(client, data);
      this.count = count;
    }

    @Override
    void call(KeyPicker picker) {
      int[] keys = picker.next(count);
      Object[] replies = client.pipeline(keys);
      for (int i = 0; i < count; i++) {
        if (i % 2 == 0) {
          Replies.checkOk(replies[i]);
        } else {
          Replies.check(data.value(keys[i]), replies[i]);
        }
      }
    }

    @Override
    int operations() {
      return count;
    }
  }

  private static final class Mget extends Workload {
    private final int count;

    Mget(Client client, Data data, int count) {
      super(client, data);
      this.count = count;
    }

    @Override
    void call(KeyPicker picker) {
      int[] keys = picker.next(count);
      List<byte[]> replies = client.mget(keys);
      if (replies.size() != count) {
        throw Replies.wrong(count + " values", replies.size() + " values");
      }
      for (int i = 0; i < count; i++) {
        Replies.check(data.value(keys[i]), replies.get(i));
      }
    }
  }

  private static final class Hgetall extends Workload {
    private final List<Map<String, String>> hashes = new ArrayList<>();

    Hgetall(Client client, Data data, int fields) {
      super(client, data);
      for (int key = 0; key < data.size; key++) {
        hashes.add(data.hash(key, fields));
      }
    }

    @Override
    void fill() {
      for (int key = 0; key < data.size; key++) {
        client.fillHash(key, hashes.get(key));
      }
    }

    @Override
    void call(KeyPicker keys) {
      int key = keys.next();
      Map<String, String> reply = client.hgetAll(key);
      if (!hashes.get(key).equals(reply)) {
        throw Replies.wrong(hashes.get(key), reply);
      }
    }
  }

  private static final class Lrange extends Workload {
    private final List<List<byte[]>> lists = new ArrayList<>();

    Lrange(Client client, Data data, int elements) {
      super(client, data);
      for (int key = 0; key < data.size; key++) {
        lists.add(data.list(key, elements));
      }
    }

    @Override
    void fill() {
      for (int key = 0; key < data.size; key++) {
        client.fillList(key, lists.get(key).toArray(new byte[0][]));
      }
    }

    @Override
    void call(KeyPicker keys) {
      int key = keys.next();
      Replies.check(lists.get(key), client.lrange(key));
    }
  }

  private static final class Multi extends Workload {
    Multi(Client client, Data data) {
      super(client, data);
    }

    @Override
    void call(KeyPicker keys) {
      int key = keys.next();
      List<Object> replies = client.transaction(key);
      if (replies == null || replies.size() != 2) {
        throw Replies.wrong("2 replies", replies);
      }
      Replies.checkStatus(replies.get(0));
      Replies.check(data.value(key), replies.get(1));
    }
  }

  private static final class Evalsha extends Workload {
    private final byte[] script;

    Evalsha(Client client, Data data, String script) {
      super(client, data);
      this.script = script.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    void call(KeyPicker keys) {
      int key = keys.next();
      Replies.check(data.value(key), client.evalsha(script, key));
    }
  }
}
