// since 3.10
package faults;

import java.util.List;

/** What every client of the comparison can do. Thread-safe. */
interface Client {
  void incr(String key);

  void rpush(String key, String value);

  void set(String key, String value);

  /** Null if there is none. */
  String get(String key);

  /** One value for two keys of one slot. */
  void setBoth(String one, String other, String value);

  List<String> getBoth(String one, String other);

  /**
   * Makes a script known to all nodes.
   *
   * @param samples one key of each shard
   * @return its SHA1
   */
  String loadScript(String script, List<String> samples);

  void evalsha(String sha1, List<String> keys, String argument);

  void lpush(String key, String value);

  void brpoplpush(String from, String to, int seconds);

  /** Null if there was nothing. */
  String brpop(String key, int seconds);
}
