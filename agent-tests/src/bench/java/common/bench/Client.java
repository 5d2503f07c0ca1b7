package bench;

import java.util.List;
import java.util.Map;

/** The operations of a mode's Jedis client. Keys are given by their index in {@link Data}. Thread-safe. */
interface Client {
  byte[] get(int key);

  /** Sets the value that the key has in {@link Data}. */
  String set(int key);

  /** One pipeline: SET for the keys at even positions, GET for those at odd ones. */
  Object[] pipeline(int[] keys);

  List<byte[]> mget(int[] keys);

  Map<String, String> hgetAll(int key);

  List<byte[]> lrange(int key);

  /** MULTI, SET, GET, EXEC of one key. */
  List<Object> transaction(int key);

  Object evalsha(byte[] sha1, int key);

  void fillHash(int key, Map<String, String> hash);

  /** Replaces the list of a key. */
  void fillList(int key, byte[][] elements);
}
