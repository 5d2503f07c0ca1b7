package io.clusteragent.tests.faults;

/** Holds the writes of one thread of the load to one key. They are numbered from 1 in the order in which they were issued. */
final class WriteHistory {
  /** The write may have been executed once. */
  static final long UNKNOWN = -1;

  /** The write must not have been executed. */
  static final long REFUSED = -2;

  private final String kind;
  private final int shard;
  private final String key;
  /** When each write was acknowledged, in milliseconds since the epoch, or one of the constants above. */
  private final long[] outcomes;

  private WriteHistory(String kind, int shard, String key, long[] outcomes) {
    this.kind = kind;
    this.shard = shard;
    this.key = key;
    this.outcomes = outcomes;
  }

  /** Parses the line that the program's class of the same name has written. */
  static WriteHistory parse(String line) {
    String[] words = line.split(" ");
    long time = Long.parseLong(words[4]);
    long[] outcomes = new long[words.length - 5];
    for (int i = 0; i < outcomes.length; i++) {
      String word = words[i + 5];
      if (word.equals("?") || word.equals("!")) {
        outcomes[i] = word.equals("?") ? UNKNOWN : REFUSED;
      } else {
        time += Long.parseLong(word);
        outcomes[i] = time;
      }
    }
    return new WriteHistory(words[1], Integer.parseInt(words[2]), words[3], outcomes);
  }

  /** The type of the key: {@code list}, {@code counter}, {@code register}, {@code pair} ... */
  String kind() {
    return kind;
  }

  int shard() {
    return shard;
  }

  String key() {
    return key;
  }

  int issued() {
    return outcomes.length;
  }

  /** When a write was acknowledged, or one of the two constants above. */
  long outcome(int number) {
    return outcomes[number - 1];
  }

  boolean isDone(int number) {
    return outcome(number) >= 0;
  }

  boolean isUnknown(int number) {
    return outcome(number) == UNKNOWN;
  }
}
