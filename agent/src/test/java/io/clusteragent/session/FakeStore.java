package io.clusteragent.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Holds the keys and values of a fake server or a whole fake cluster, and runs commands on them. */
final class FakeStore {
  private final TreeMap<String, String> values = new TreeMap<>();
  private final Map<String, Integer> versions = new HashMap<>();
  private final Map<String, String> scripts = new HashMap<>();

  /** The keys of a command; none for one that has no keys. */
  static List<String> keysOf(List<String> words) {
    switch (words.get(0).toUpperCase(java.util.Locale.ROOT)) {
      case "GET":
      case "SET":
      case "INCR":
      case "APPEND":
      case "STRLEN":
      case "SPUBLISH":
        return words.size() > 1 ? words.subList(1, 2) : List.of();
      case "DEL":
      case "EXISTS":
      case "MGET":
      case "WATCH":
      case "SSUBSCRIBE":
        return words.subList(1, words.size());
      case "HIMPORT":
        return words.get(1).equals("SET") ? words.subList(2, 3) : List.of();
      case "EVAL":
      case "EVAL_RO":
      case "EVALSHA":
      case "EVALSHA_RO":
      case "FCALL":
      case "FCALL_RO":
        return words.size() < 4 ? List.of() : words.subList(3, 3 + Integer.parseInt(words.get(2)));
      case "MSET":
        List<String> keys = new ArrayList<>();
        for (int i = 1; i < words.size(); i += 2) {
          keys.add(words.get(i));
        }
        return keys;
      default:
        return List.of();
    }
  }

  synchronized int version(String key) {
    return versions.getOrDefault(key, 0);
  }

  synchronized String get(String key) {
    return values.get(key);
  }

  synchronized List<String> keys() {
    return List.copyOf(values.keySet());
  }

  synchronized void clear() {
    values.clear();
    versions.clear();
  }

  synchronized void put(String key, String value) {
    values.put(key, value);
    versions.merge(key, 1, Integer::sum);
  }

  private String remove(String key) {
    versions.merge(key, 1, Integer::sum);
    return values.remove(key);
  }

  /**
   * Runs a command.
   *
   * @param here the keys that the addressed server holds
   * @return the reply
   */
  synchronized String run(List<String> words, Predicate<String> here) {
    List<String> keys = keysOf(words);
    switch (words.get(0).toUpperCase(java.util.Locale.ROOT)) {
      case "PING":
        return words.size() > 1 ? Wire.bulk(words.get(1)) : "+PONG\r\n";
      case "ECHO":
        return words.size() < 2
            ? "-ERR wrong number of arguments for 'echo' command\r\n"
            : Wire.bulk(words.get(1));
      case "GET":
        return Wire.bulk(values.get(keys.get(0)));
      case "SET":
        put(keys.get(0), words.get(2));
        return Wire.OK;
      case "INCR":
        return increment(keys.get(0));
      case "APPEND":
        put(keys.get(0), values.getOrDefault(keys.get(0), "") + words.get(2));
        return Wire.integer(values.get(keys.get(0)).length());
      case "STRLEN":
        return Wire.integer(values.getOrDefault(keys.get(0), "").length());
      case "DEL":
        return Wire.integer(keys.stream().filter(key -> remove(key) != null).count());
      case "EXISTS":
        return Wire.integer(keys.stream().filter(values::containsKey).count());
      case "MGET":
        return Wire.array(keys.stream().map(key -> Wire.bulk(values.get(key))).toList());
      case "MSET":
        for (int i = 1; i < words.size(); i += 2) {
          put(words.get(i), words.get(i + 1));
        }
        return Wire.OK;
      case "EVAL":
      case "EVAL_RO":
        return script(words.get(1), keys);
      case "EVALSHA":
      case "EVALSHA_RO":
        String body = scripts.get(words.get(1));
        return body == null
            ? "-NOSCRIPT No matching script. Please use EVAL.\r\n"
            : script(body, keys);
      case "FCALL":
      case "FCALL_RO":
        return words.get(1).equals("-")
            ? "-ERR Function not found\r\n"
            : script(words.get(1), keys);
      case "SCRIPT":
        return Wire.array(List.of(Wire.integer(scripts.containsKey(words.get(2)) ? 1 : 0)));
      case "DBSIZE":
        return Wire.integer(values.keySet().stream().filter(here).count());
      case "KEYS":
        return Wire.array(values.keySet().stream().filter(here).map(Wire::bulk).toList());
      case "RANDOMKEY":
        return Wire.bulk(values.keySet().stream().filter(here).findFirst().orElse(null));
      case "SCAN":
        return scan(words, here);
      case "CONFIG":
      case "ACL":
        return Wire.OK;
      case "FLUSHALL":
        List.copyOf(values.keySet()).stream().filter(here).forEach(this::remove);
        return Wire.OK;
      default:
        return "-ERR unknown command '" + words.get(0) + "'\r\n";
    }
  }

  /** Increments the first key at each run, and returns the script's text: as an error when it begins like one. */
  private String script(String body, List<String> keys) {
    if (!keys.isEmpty() && !body.equals("return 0")) {
      increment(keys.get(0));
    }
    return body.startsWith("-") ? body + "\r\n" : Wire.bulk(body);
  }

  /** Makes a script known to every node under this digest. */
  synchronized void script(String digest, String body) {
    scripts.put(digest, body);
  }

  private String increment(String key) {
    String value = values.getOrDefault(key, "0");
    if (!value.matches("\\d{1,9}")) {
      return "-ERR value is not an integer or out of range\r\n";
    }
    put(key, String.valueOf(Long.parseLong(value) + 1));
    return Wire.integer(Long.parseLong(values.get(key)));
  }

  /**
   * Scans in an order that differs between processes. As in a hash table, keys that come and go do not change the order of
   * others.
   */
  private String scan(List<String> words, Predicate<String> here) {
    int seed = here instanceof Conversation.Shard shard ? shard.seed() : 0;
    long cursor = Long.parseLong(words.get(1));
    int count = 10;
    String pattern = "*";
    for (int i = 2; i + 1 < words.size(); i += 2) {
      switch (words.get(i).toUpperCase(java.util.Locale.ROOT)) {
        case "COUNT" -> count = Integer.parseInt(words.get(i + 1));
        case "MATCH" -> pattern = words.get(i + 1);
        default -> {}
      }
    }
    if (count < 1) {
      return "-ERR syntax error\r\n";
    }
    TreeMap<Long, String> keys = new TreeMap<>();
    values.keySet().stream().filter(here).forEach(key -> keys.put(scanPosition(key, seed), key));
    List<String> page = new ArrayList<>();
    long next = 0;
    for (Map.Entry<Long, String> key : keys.tailMap(cursor, false).entrySet()) {
      if (count-- == 0) {
        next = keys.lowerKey(key.getKey());
        break;
      }
      if (key.getValue().startsWith(pattern.substring(0, pattern.indexOf('*')))) {
        page.add(Wire.bulk(key.getValue()));
      }
    }
    return Wire.array(List.of(Wire.bulk(String.valueOf(next)), Wire.array(page)));
  }

  /** The position of a key in the scan: more than 0, and in practice unique. */
  private static long scanPosition(String key, int seed) {
    long hash = (key.hashCode() + 31L * seed + 7) * 0x9E3779B97F4A7C15L;
    return (hash >>> 31) + 1;
  }
}
