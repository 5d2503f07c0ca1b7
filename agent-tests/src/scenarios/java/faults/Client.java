// since 3.10
package faults;

import java.util.List;

/** The commands that every client of the comparison has. Thread-safe. */
interface Client {
  void incr(String key);

  void rpush(String key, String value);

  void set(String key, String value);

  /** The value of a key; null if there is none. */
  String get(String key);

  /** Sets one value for two keys of one slot. */
  void setBoth(String one, String other, String value);

  List<String> getBoth(String one, String other);

  /**
   * Loads a script into all nodes.
   *
   * @param samples one key of each shard
   * @return the script's SHA1
   */
  String loadScript(String script, List<String> samples);

  void evalsha(String sha1, List<String> keys, String argument);

  void lpush(String key, String value);

  void brpoplpush(String from, String to, int seconds);

  /** The popped value; null if there was none in time. */
  String brpop(String key, int seconds);
}
