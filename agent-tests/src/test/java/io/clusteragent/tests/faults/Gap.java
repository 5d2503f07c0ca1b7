package io.clusteragent.tests.faults;

/**
 * A time in which a thread of the load had no success, at least {@link #SHORTEST_MILLIS}.
 *
 * @param shard that of all keys of the thread, or -1
 * @param from when the last operation before it succeeded, in milliseconds since the epoch
 * @param until when the first one after it did
 */
record Gap(int thread, int shard, long from, long until) {
  /** Shorter ones are not told. */
  static final int SHORTEST_MILLIS = 20;

  /** From {@code gap THREAD SHARD FROM UNTIL}. */
  static Gap parse(String line) {
    String[] words = line.split(" ");
    return new Gap(
        Integer.parseInt(words[1]),
        Integer.parseInt(words[2]),
        Long.parseLong(words[3]),
        Long.parseLong(words[4]));
  }

  long millis() {
    return until - from;
  }
}
