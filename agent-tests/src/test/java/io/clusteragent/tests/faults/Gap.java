package io.clusteragent.tests.faults;

/**
 * A time of at least {@link #SHORTEST_MILLIS} in which no operation of a thread of the load succeeded.
 *
 * @param shard the shard of all keys of the thread, or -1
 * @param from when the last operation before the gap succeeded, in milliseconds since the epoch
 * @param until when the first operation after the gap succeeded
 */
record Gap(int thread, int shard, long from, long until) {
  /** Shorter gaps are not recorded. */
  static final int SHORTEST_MILLIS = 20;

  /** Parses {@code gap THREAD SHARD FROM UNTIL}. */
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
