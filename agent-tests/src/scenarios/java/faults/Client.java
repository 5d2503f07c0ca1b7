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
}
